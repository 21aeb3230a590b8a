/** What a student's browser fetches before the list of their music is there. Needs the built client: `npm run build`. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { webFolder } from './files.ts'

type Chunk = { file: string; imports?: string[]; dynamicImports?: string[] }

const manifest = JSON.parse(readFileSync(join(webFolder, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>

/** The files of code that a module of the client brings with it. */
const filesOf = (name: string, files = new Set<string>()): Set<string> => {
  const chunk = manifest[name]
  if (!chunk) throw new Error(`The client has no chunk ${name}.`)
  if (files.has(chunk.file)) return files
  files.add(chunk.file)
  for (const other of chunk.imports ?? []) filesOf(other, files)
  return files
}

const compressedBytes = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + statSync(join(webFolder, `${file}.gz`)).size, 0)

const musicList = ['index.html', 'src/pages/music/music.tsx']

it('a student reads the list of their music after less than 250 kB of compressed code', () => {
  const files = new Set(musicList.flatMap((name) => [...filesOf(name)]))
  expect(files.size).toBeGreaterThan(1)
  expect(compressedBytes(files)).toBeLessThan(250_000)
})
