import { createHash } from 'node:crypto'
import { Readable, Transform, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pack } from 'tar-stream'
import { lastMember, type Manifest } from './format.ts'

export type ArchiveWriter = {
  add: (name: string, content: Buffer | { body: Readable; sizeBytes: number }) => Promise<void>
  /** Writes the manifest of all that was added, and waits until everything has arrived. @returns its size in bytes */
  finish: (missing: string[]) => Promise<number>
  /** Ends it where it cannot be finished. */
  abort: (reason: Error) => Promise<void>
}

/** A tar archive into `to`, member after member, of which no more than a few chunks are in memory at once. */
export const writeArchive = (to: Writable, madeAt: Date): ArchiveWriter => {
  const tar = pack()
  const members: Manifest['members'] = []
  let total = 0
  const count = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      total += chunk.length
      done(null, chunk)
    },
  })
  // Heard of by whoever adds or finishes; between two members nobody may be waiting.
  const arrived = pipeline(tar as unknown as Readable, count, to)
  arrived.catch(() => {})

  const add: ArchiveWriter['add'] = async (name, content) => {
    const { body, sizeBytes } = Buffer.isBuffer(content)
      ? { body: Readable.from([content]), sizeBytes: content.length }
      : content
    const hash = createHash('sha256')
    let bytes = 0
    const hashed = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        bytes += chunk.length
        hash.update(chunk)
        done(null, chunk)
      },
    })
    const entry = tar.entry({ name, size: sizeBytes, mode: 0o600, mtime: madeAt })
    // A destination that fails is heard of here: the entry alone would wait for ever.
    const failed = arrived.then(() => Promise.reject(new Error('The backup ended before it was whole.')))
    await Promise.race([pipeline(body, hashed, entry as unknown as Writable), failed])
    if (bytes !== sizeBytes) throw new Error(`${name} has ${bytes} bytes in place of ${sizeBytes}.`)
    members.push({ name, bytes, sha256: hash.digest('hex') })
  }

  return {
    add,
    finish: async (missing) => {
      const manifest: Manifest = { members: [...members], missing }
      await add(lastMember, Buffer.from(JSON.stringify(manifest)))
      tar.finalize()
      await arrived
      return total
    },
    abort: async (reason) => {
      tar.destroy(reason)
      await arrived.catch(() => {})
    },
  }
}
