import { createReadStream, createWriteStream, type Stats } from 'node:fs'
import { link, mkdir, opendir, rm, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { MediaStore } from './store.ts'

/** Files below a folder, under their keys. */
export const createDiskStore = (folder: string): MediaStore => {
  const root = resolve(folder)
  const incoming = join(root, '.incoming')

  /** @throws for a key that leads out of the folder: none of ours does */
  const pathOf = (key: string): string => {
    const path = resolve(root, key)
    if (!path.startsWith(root + sep) || key.startsWith('.')) throw new Error(`not a media key: ${JSON.stringify(key)}`)
    return path
  }

  return {
    write: async (key, body) => {
      const path = pathOf(key)
      const draft = join(incoming, crypto.randomUUID())
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      try {
        // `flush` reaches the disk before the file gets its name: after a crash it is whole or not there.
        await pipeline(body, createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }))
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        await link(draft, path)
      } finally {
        await rm(draft, { force: true })
      }
    },

    read: async (key, range) => {
      const sizeBytes = await sizeOf(pathOf(key))
      if (sizeBytes === null) return null
      return { sizeBytes, body: createReadStream(pathOf(key), range) satisfies Readable }
    },

    size: (key) => sizeOf(pathOf(key)),

    remove: (key) => rm(pathOf(key), { force: true }),

    list: async function* () {
      for await (const path of filesBelow(root)) {
        const key = relative(root, path).split(sep).join('/')
        const found = key.startsWith('.') ? null : await fileAt(path)
        if (found) yield { key, sizeBytes: found.size, writtenAt: found.mtime }
      }
    },
  }
}

const sizeOf = async (path: string): Promise<number | null> => (await fileAt(path))?.size ?? null

const fileAt = async (path: string): Promise<Stats | null> => {
  try {
    const found = await stat(path)
    return found.isFile() ? found : null
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null
    throw error
  }
}

/** None where there is no such folder, since the first file makes it. */
async function* filesBelow(folder: string): AsyncGenerator<string> {
  const entries = await opendir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  for await (const entry of entries ?? []) if (entry.isFile()) yield join(entry.parentPath, entry.name)
}
