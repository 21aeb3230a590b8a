import type { Readable } from 'node:stream'

export type ByteRange = { start: number; end: number }

export type StoredFile = { key: string; sizeBytes: number; writtenAt: Date }

/**
 * Where files are: a folder, or a bucket. A file is there whole or not at all, and a key is never written twice.
 */
export type MediaStore = {
  /** Writes a stream; where it fails or ends in an error, nothing is left. */
  write: (key: string, body: Readable, contentType: string) => Promise<void>
  /** A file, or the bytes `start` to `end` (both included) of it; null where there is none. */
  read: (key: string, range?: ByteRange) => Promise<{ body: Readable; sizeBytes: number } | null>
  /** Its size in bytes; null where there is none. */
  size: (key: string) => Promise<number | null>
  remove: (key: string) => Promise<void>
  /** Every file that is there, in no order. */
  list: () => AsyncIterable<StoredFile>
}

/** No place for files: for programs that keep none. */
export const noMedia: MediaStore = {
  write: () => Promise.reject(new Error('This program keeps no files.')),
  read: async () => null,
  size: async () => null,
  remove: async () => {},
  list: async function* () {},
}

/** As many at once as neither a disk nor a bucket minds. */
const removedAtOnce = 16

/** Removes every file, but for those that `keep` says yes to. @returns how many were removed */
export const emptyStore = async (store: MediaStore, keep: (key: string) => boolean = () => false): Promise<number> => {
  let removed = 0
  let batch: string[] = []
  const removeBatch = async (): Promise<void> => {
    await Promise.all(batch.map((key) => store.remove(key)))
    removed += batch.length
    batch = []
  }
  for await (const { key } of store.list()) {
    if (keep(key)) continue
    batch.push(key)
    if (batch.length === removedAtOnce) await removeBatch()
  }
  await removeBatch()
  return removed
}
