/** The slow part of an import, outside of any transaction: passwords checked and hashed, several at a time. */
import { availableParallelism } from 'node:os'
import { hashPassword, verifyPassword } from '../auth/index.ts'
import type { Account, Known } from './accounts.ts'
import type { RosterStudent } from './parse-roster.ts'
import { accountsToCheck, type Fits, makesAccount, type RosterAnswer } from './plan-import.ts'

export type RosterProgress = { doing: 'checking passwords' | 'hashing passwords'; done: number; total: number }
export type OnRosterProgress = (progress: RosterProgress) => void

/** What has been found out about the passwords of one roster; it is gone with the import. */
export type Passwords = {
  /** Checks what `planImport` is going to ask, unless it has been. */
  check: (students: RosterStudent[], known: Map<string, Known>) => Promise<void>
  /** Whether all that `planImport` is going to ask has been checked. */
  hasChecked: (students: RosterStudent[], known: Map<string, Known>) => boolean
  /** For `planImport`, once `hasChecked`. */
  fits: Fits
  /** Hashes the passwords of the accounts that a plan makes, unless they have been. */
  hash: (students: RosterStudent[], plan: RosterAnswer[]) => Promise<void>
  /** The hash of a line's password; undefined where it was not to be hashed. */
  hashOf: (line: number) => string | undefined
}

/** Hashing runs in libuv's pool of four threads, off the event loop; more at a time than processors gains nothing. */
const atOnce = Math.min(4, availableParallelism())

export const createPasswords = (onProgress: OnRosterProgress): Passwords => {
  const checked = new Map<string, boolean>()
  const hashes = new Map<number, string>()

  const unchecked = (students: RosterStudent[], known: Map<string, Known>) =>
    students
      .flatMap(({ username, password }) =>
        accountsToCheck(known.get(username)).map((account) => ({ account, password })),
      )
      .filter(({ account, password }) => !checked.has(keyOf(account, password)))

  return {
    check: (students, known) =>
      each(unchecked(students, known), 'checking passwords', onProgress, async ({ account, password }) => {
        checked.set(keyOf(account, password), await verifyPassword(password, account.passwordHash))
      }),
    hasChecked: (students, known) => unchecked(students, known).length === 0,
    fits: (account, password) => {
      const fits = checked.get(keyOf(account, password))
      if (fits === undefined) throw new Error('A password is asked about that was not checked.')
      return fits
    },
    hash: (students, plan) => {
      const lines = new Set(plan.filter(makesAccount).map(({ line }) => line))
      const unhashed = students.filter(({ line }) => lines.has(line) && !hashes.has(line))
      return each(unhashed, 'hashing passwords', onProgress, async ({ line, password }) => {
        hashes.set(line, await hashPassword(password))
      })
    },
    hashOf: (line) => hashes.get(line),
  }
}

/** Of the hash, not of the account: after a change of password the question is another. */
const keyOf = ({ passwordHash }: Account, password: string): string => `${passwordHash}\0${password}`

const each = async <T>(
  items: T[],
  doing: RosterProgress['doing'],
  onProgress: OnRosterProgress,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  let done = 0
  // One iterator for all workers: each takes the next item there is.
  const queue = items.values()
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      await work(item)
      done += 1
      onProgress({ doing, done, total: items.length })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
