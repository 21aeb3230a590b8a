/**
 * Writes the Prisma client into `prisma/generated`, if the schema or Prisma changed since the last time.
 *
 * `prisma generate` looks for Prisma's native schema engine, a download from outside the npm registry, though it
 * never runs it: pointing it at a file that exists is enough, and nothing is fetched.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { compactClient } from './compact-client.ts'

const here = import.meta.dirname
const require = createRequire(import.meta.url)
const prismaPackage = require.resolve('prisma/package.json')
const { version, bin } = require('prisma/package.json') as { version: string; bin: { prisma: string } }

const stampFile = join(here, 'generated/.stamp')
const stamp = createHash('sha256')
  .update(readFileSync(join(here, 'schema.prisma')))
  .update(version)
  .update(readFileSync(join(here, 'compact-client.ts')))
  .digest('hex')

if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  console.log('Generating the database client …')
  try {
    execFileSync(process.execPath, [join(prismaPackage, '..', bin.prisma), 'generate'], {
      cwd: here,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      },
    })
    compactClient(join(here, 'generated'))
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer }
    console.error(`The database client could not be generated.\n${stdout ?? ''}${stderr ?? error}`)
    process.exit(1)
  }
  writeFileSync(stampFile, stamp)
}
