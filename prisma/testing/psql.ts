import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Loads a dump, with its COPY blocks, as an administrator does: with psql. */
export const loadSql = async (url: string, file: string): Promise<void> => {
  await run('psql', [url, '--quiet', '--no-psqlrc', '--set', 'ON_ERROR_STOP=1', '--file', file], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' },
  })
}
