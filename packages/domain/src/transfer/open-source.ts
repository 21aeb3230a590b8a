import { readFile } from 'node:fs/promises'
import { invalid } from '../errors.ts'
import { dumpSource, parseDump } from './dump.ts'
import { type OpenSource, postgresSource } from './postgres.ts'

/**
 * Opens what an administrator names: `postgres://…`, or a file of `manage.py dumpdata`.
 * @throws {DatabaseSetupError} for a database that cannot be reached
 * @throws {DomainError} `invalid` for what is neither a Django database nor a dump of one
 */
export const openSource = async (location: string): Promise<OpenSource> => {
  if (/^postgres(ql)?:\/\//.test(location)) return postgresSource(location)
  const content = await readFile(location, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw invalid('source', `${location} cannot be read (${error.code ?? error.message}).`)
  })
  return { ...dumpSource(parseDump(content)), close: async () => {} }
}
