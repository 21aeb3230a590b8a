/**
 * What a student did in the steps and the server has not confirmed yet, kept in this browser. Each entry has a key of its
 * own in the storage: two tabs that write at once never take each other's away.
 */

import type { Saved } from './rules.ts'

export type Entry =
  | { kind: 'event'; key: string; step: number; operation: string; data: EventData; at: number }
  | { kind: 'answer'; question: string; value: string }
  | { kind: 'listening'; metadata: Saved['audioMetadata'] }
  | { kind: 'submit'; step: number }

/** What an event tells beside its name: numbers and names of things, never what somebody wrote, and nobody's name. */
export type EventData = Record<string, string | number>

/** Whose work on what. */
export type Target = { userId: number; course: string; assignmentId: number }

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export type Kept = { id: string; written: string; entry: Entry }

const prefix = 'cpr-steps'

const prefixOf = ({ userId, course, assignmentId }: Target): string => `${prefix}:${userId}:${course}:${assignmentId}:`

const digits = (number: number, length: number): string => String(number).padStart(length, '0')

let counter = 0

/**
 * Events sort by time, and within a millisecond by a counter. Of an answer, of the player's state and of a finished step
 * there is one each: the latest takes the place of those before.
 */
const nameOf = (entry: Entry): string => {
  switch (entry.kind) {
    case 'event':
      counter += 1
      return `event:${digits(entry.at, 15)}:${digits(counter, 9)}:${entry.key}`
    case 'answer':
      return `answer:${entry.question}`
    case 'listening':
      return 'listening'
    case 'submit':
      return `submit:${entry.step}`
  }
}

/** The storage of this browser, and behind it the memory of this page where it is full or forbidden. */
export const createOutbox = (storage: Storage) => {
  const memory = new Map<string, string>()
  const listeners = new Set<() => void>()
  let version = 0

  const changed = (): void => {
    version += 1
    for (const listener of listeners) listener()
  }

  const names = (): string[] => {
    try {
      return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
    } catch {
      return []
    }
  }

  const read = (id: string): string | null => {
    const remembered = memory.get(id)
    if (remembered !== undefined) return remembered
    try {
      return storage.getItem(id)
    } catch {
      return null
    }
  }

  const forget = (id: string): void => {
    memory.delete(id)
    try {
      storage.removeItem(id)
    } catch {
      // Then it was never in there.
    }
  }

  return {
    /** @returns whether it is kept beyond this page */
    put: (target: Target, entry: Entry): boolean => {
      const id = prefixOf(target) + nameOf(entry)
      const written = JSON.stringify(entry)
      let isKept = true
      try {
        storage.setItem(id, written)
        memory.delete(id)
      } catch {
        memory.set(id, written)
        isKept = false
      }
      changed()
      return isKept
    },

    /** What waits, events in the order in which they happened. */
    entriesOf: (target: Target): Kept[] => {
      const mine = prefixOf(target)
      const ids = new Set([...names(), ...memory.keys()].filter((id) => id.startsWith(mine)))
      return [...ids].sort().flatMap((id) => {
        const written = read(id)
        const entry = written === null ? null : parse(written)
        return written === null || entry === null ? [] : [{ id, written, entry }]
      })
    },

    /** Forgets what the server has confirmed; what was written anew in the meantime stays. */
    confirm: (kept: readonly Kept[]): void => {
      for (const { id, written } of kept) if (read(id) === written) forget(id)
      changed()
    },

    /** Everything that somebody left unsent in this browser. */
    targetsOf: (userId: number): Target[] => {
      const targets = new Map<string, Target>()
      for (const id of names()) {
        const [start, user, course = '', assignment] = id.split(':')
        if (start !== prefix || user !== String(userId)) continue
        const target = { userId, course, assignmentId: Number(assignment) }
        targets.set(prefixOf(target), target)
      }
      return [...targets.values()]
    },

    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    /** Another tab changed the storage. */
    changed,

    /** Grows with every change. */
    version: (): number => version,
  }
}

export type Outbox = ReturnType<typeof createOutbox>

const parse = (written: string): Entry | null => {
  try {
    return JSON.parse(written) as Entry
  } catch {
    return null
  }
}
