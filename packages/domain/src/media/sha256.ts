import { createHash } from 'node:crypto'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { MediaStore } from './store.ts'

/** Reads a file to its end. @returns its sha-256 in lower-case hex @throws where it is not there */
export const sha256Of = async (store: Pick<MediaStore, 'read'>, key: string): Promise<string> => {
  const file = await store.read(key)
  if (!file) throw new Error('it went away')
  const sum = createHash('sha256')
  await pipeline(
    file.body,
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        sum.update(chunk)
        done()
      },
    }),
  )
  return sum.digest('hex')
}
