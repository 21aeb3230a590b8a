/** Builds the client into `dist`, if something that it is made of changed since the last time. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { compressFolder } from './compress.ts'
import { webFolder } from './files.ts'

const workspace = join(import.meta.dirname, '..')

/** Files that end up in the client or decide how; its tests do not. */
const sources = (folder: string): string[] =>
  readdirSync(join(workspace, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()

const inputs = [
  ...['src', 'build', 'public'].flatMap(sources),
  ...['index.html', 'vite.config.ts', 'package.json', '../../package-lock.json'].map((name) => join(workspace, name)),
]

const stampFile = join(webFolder, '.stamp')
const hash = createHash('sha256')
for (const file of inputs) hash.update(file.slice(workspace.length)).update('\0').update(readFileSync(file))
const stamp = hash.digest('hex')

if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  console.log('Building the web client …')
  // Its one warning is about a module of Node that Verovio names and does not use in a browser.
  await build({ configFile: join(workspace, 'vite.config.ts'), logLevel: 'error' })
  await compressFolder(webFolder)
  writeFileSync(stampFile, stamp)
}
