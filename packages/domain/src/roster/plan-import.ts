/** What an import does with each line of a roster. Pure: the dry run and the import both ask here. */
import { type Account, type Known, stemOf } from './accounts.ts'
import { longest } from './mistakes.ts'
import type { RosterLine, RosterStudent } from './parse-roster.ts'

/**
 * - `create`: a new account, enrolled
 * - `enroll`: there is an account of this username and password; it is enrolled
 * - `already there`: as `enroll`, and it is in the course; nothing changes
 * - `password differs`: the username is somebody's with another password: a new account of a new username, enrolled
 * - `duplicate`: the same as another line; nothing changes
 * - `error`: the line cannot be imported, and `reason` says why
 */
export type RosterOutcome = 'create' | 'enroll' | 'already there' | 'password differs' | 'duplicate' | 'error'

export type RosterAnswer = {
  /** In the file, from 1. */
  line: number
  fullname: string
  /** As the file has it; empty where a line could not be read. */
  username: string
  outcome: RosterOutcome
  /** What the student signs in with where that is not `username`. */
  newUsername: string | null
  reason: string | null
  /** Null for whoever is not in the database, or not yet. */
  userId: number | null
  enrollmentId: number | null
}

/** Whether an account's password is this one. */
export type Fits = (account: Account, password: string) => boolean

export const makesAccount = ({ outcome }: RosterAnswer): boolean =>
  outcome === 'create' || outcome === 'password differs'

/** Decides for every line, in their order. No answer has a password in it. */
export const planImport = (lines: RosterLine[], known: Map<string, Known>, fits: Fits): RosterAnswer[] => {
  // Also those of lines with mistakes: once mended they shall get the username that they ask for.
  const gone = new Set(lines.map(({ username }) => username))
  return lines.map((line) => {
    const { line: number, fullname, username } = line
    const decision =
      line.kind === 'student'
        ? decide(line, known.get(username), fits, gone)
        : line.kind === 'duplicate'
          ? { outcome: 'duplicate' as const, reason: `The same as line ${line.of}.` }
          : failure(line.reason)
    return { line: number, fullname, username, ...unchanged, ...decision }
  })
}

const unchanged = { newUsername: null, reason: null, userId: null, enrollmentId: null }

type Decision = Pick<RosterAnswer, 'outcome'> & Partial<RosterAnswer>

const failure = (reason: string): Decision => ({ outcome: 'error', reason })

/** `gone` has the usernames that are not to be given; it gets those that are given here. */
const decide = (student: RosterStudent, known: Known | undefined, fits: Fits, gone: Set<string>): Decision => {
  if (!known) return { outcome: 'create' }
  const { username, password } = student
  const { account } = known
  if (!account.isActive) return failure(`The account ${username} is closed.`)
  if (account.isStaff)
    return account.enrollmentId === null
      ? failure(`${username} is no student's account: enroll it by itself, or give the student another username.`)
      : existing(account)
  if (fits(account, password)) return existing(account)

  const namesake = openNamesakes(known).find((other) => !gone.has(other.username) && fits(other, password))
  if (namesake) {
    gone.add(namesake.username)
    const reason = `${username} has another password; ${namesake.username} has this name and password.`
    return { ...existing(namesake), newUsername: namesake.username, reason }
  }

  const newUsername = freeUsername(username, known, gone)
  if (newUsername === null) return failure(`${username} is taken, and too long for a number behind it.`)
  gone.add(newUsername)
  const reason =
    account.enrollmentId === null
      ? `${username} is taken, with another password.`
      : `${username} is in this course already, with another password: if this is the same person, leave the line out.`
  return { outcome: 'password differs', newUsername, reason }
}

const existing = ({ id, enrollmentId }: Account): Decision => ({
  outcome: enrollmentId === null ? 'enroll' : 'already there',
  userId: id,
  enrollmentId,
})

const freeUsername = (username: string, { numbered }: Known, gone: Set<string>): string | null => {
  for (let number = 2; ; number += 1) {
    const candidate = `${stemOf(username)}${number}`
    if (candidate.length > longest.username) return null
    if (!numbered.has(candidate) && !gone.has(candidate)) return candidate
  }
}

const openNamesakes = ({ namesakes }: Known): Account[] =>
  namesakes.filter(({ isActive, isStaff }) => isActive && !isStaff)

/** The accounts whose passwords `planImport` may ask about for a student. */
export const accountsToCheck = (known: Known | undefined): Account[] =>
  known?.account.isActive && !known.account.isStaff ? [known.account, ...openNamesakes(known)] : []
