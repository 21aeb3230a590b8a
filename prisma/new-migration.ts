/**
 * `npm run migration -- NAME`: writes the migration that brings a database up to `schema.prisma`, for reading and mending
 * by hand. It compares the schema with what the migrations so far make of an empty database in memory; no database of
 * anybody is touched.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { schemaDifference } from './difference.ts'
import { migrationsFolder } from './migrate.ts'
import { openDatabase } from './open.ts'

const usage = `npm run migration -- NAME [--empty]

  NAME     what it does, in lower case: add_seating_order
  --empty  a file without SQL, for CHECKs, partial indexes and data: write it by hand, and list CHECKs and indexes in
           prisma/hand-written.ts`

const stop = (message: string): never => {
  console.error(message)
  process.exit(1)
}

const readArguments = () => {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { empty: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
    })
    return { ...values, names: positionals }
  } catch (error) {
    return stop(`${(error as Error).message}\n\n${usage}`)
  }
}

const pendingSql = async (): Promise<string | null> => {
  const database = await openDatabase({})
  try {
    await database.migrate()
    return await schemaDifference(database.pool, 'database')
  } finally {
    await database.close()
  }
}

const { empty, help, names } = readArguments()
const [name, ...more] = names
if (help) console.log(usage)
else if (name === undefined || more.length > 0 || !/^[a-z][a-z0-9_]*$/.test(name)) stop(usage)
else {
  const sql = empty ? '' : await pendingSql()
  if (sql === null) stop('The migrations make what schema.prisma says; nothing is missing. --empty writes one by hand.')
  const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const file = join(migrationsFolder, `${timestamp}_${name}`, 'migration.sql')
  mkdirSync(join(file, '..'))
  writeFileSync(file, sql ?? '')
  console.log(`Wrote ${relative(join(import.meta.dirname, '..'), file)}. Read it before you apply it with a start.`)
}
