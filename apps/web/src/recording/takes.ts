/** Takes that are not confirmed by the server yet, kept in this browser (IndexedDB). */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

export type Take = {
  id: string
  userId: number
  /** Slug of the course. */
  course: string
  assignmentId: number
  recording: Blob
  filename: string
  /** How long a recording is; 0 for a file from elsewhere. */
  seconds: number
  /** Lower-case hex of the recording: by it the server's copy is told. */
  sha256: string
  recordedAt: string
  /** Being handed in: goes on with the next visit, whatever comes in between. */
  isSending: boolean
}

interface Schema extends DBSchema {
  takes: { key: string; value: Take; indexes: { byUser: number } }
}

/** What queries of them are called; behind it whose they are. */
export const takesKey = ['takes']

let opened: Promise<IDBPDatabase<Schema>> | undefined

const database = (): Promise<IDBPDatabase<Schema>> => {
  opened ??= openDB<Schema>('musiccpr', 1, {
    upgrade: (db) => {
      db.createObjectStore('takes', { keyPath: 'id' }).createIndex('byUser', 'userId')
    },
    // Another tab has a newer one: the next use opens it again.
    blocking: () => {
      void opened?.then((db) => db.close())
      opened = undefined
    },
  })
  return opened
}

const hexOf = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Keeps a new take; asks the browser not to throw it away when space runs short. */
export const keepTake = async (take: Omit<Take, 'id' | 'sha256' | 'recordedAt' | 'isSending'>): Promise<Take> => {
  const whole: Take = {
    ...take,
    id: crypto.randomUUID(),
    sha256: hexOf(await crypto.subtle.digest('SHA-256', await take.recording.arrayBuffer())),
    recordedAt: new Date().toISOString(),
    isSending: false,
  }
  await navigator.storage?.persist?.()
  await (await database()).put('takes', whole)
  return whole
}

/** Somebody's takes, the newest first. */
export const takesOf = async (userId: number): Promise<Take[]> => {
  const takes = await (await database()).getAllFromIndex('takes', 'byUser', userId)
  return takes.sort((a, b) => b.recordedAt.localeCompare(a.recordedAt))
}

/** Notes that a take is being handed in, or no longer. */
export const markSending = async (id: string, isSending: boolean): Promise<void> => {
  const transaction = (await database()).transaction('takes', 'readwrite')
  const take = await transaction.store.get(id)
  if (take) await transaction.store.put({ ...take, isSending })
  await transaction.done
}

export const forgetTake = async (id: string): Promise<void> => (await database()).delete('takes', id)

export const restoreTake = async (take: Take): Promise<unknown> => (await database()).put('takes', take)
