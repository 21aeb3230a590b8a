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

const here = import.meta.dirname
const require = createRequire(import.meta.url)
const prismaPackage = require.resolve('prisma/package.json')
const { version, bin } = require('prisma/package.json') as { version: string; bin: { prisma: string } }

const stampFile = join(here, 'generated/.stamp')
const stamp = createHash('sha256')
  .update(readFileSync(join(here, 'schema.prisma')))
  .update(version)
  .update(readFileSync(import.meta.filename))
  .digest('hex')

/**
 * Prisma's query compiler is WebAssembly in a string of a module, and stays in memory twice for as long as the process lives: as
 * the module's text and as what it exports. Of a file it is read and let go, which saves 5 MB.
 * @throws {Error} where another version of Prisma writes its client otherwise
 */
const keepCompilerInFile = (): void => {
  const clientFile = join(here, 'generated/internal/class.ts')
  const client = readFileSync(clientFile, 'utf8')
  const loading =
    /const \{ wasm \} = await import\("(@prisma\/client\/runtime\/[\w.]+)\.wasm-base64\.mjs"\)\s+return await decodeBase64AsWasm\(wasm\)/
  const [found, runtime] = loading.exec(client) ?? []
  if (found === undefined) throw new Error('Its query compiler is loaded in a way that generate.ts does not know.')
  const { wasm } = require(`${runtime}.wasm-base64.js`) as { wasm: string }
  writeFileSync(join(here, 'generated/internal/query-compiler.wasm'), wasm, 'base64')
  const reading = `const { readFile } = await import('node:fs/promises')
    return new WebAssembly.Module(await readFile(new URL('./query-compiler.wasm', import.meta.url)))`
  writeFileSync(clientFile, client.replace(found, reading))
}

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
    keepCompilerInFile()
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer }
    console.error(`The database client could not be generated.\n${stdout ?? ''}${stderr ?? error}`)
    process.exit(1)
  }
  writeFileSync(stampFile, stamp)
}
