import { type Ctx, withTransaction } from '../context.ts'
import { courseForWriting, lockCourse } from '../courses/index.ts'
import { onConstraint } from '../database-errors.ts'
import { conflict } from '../errors.ts'
import { type Known, loadAccounts } from './accounts.ts'
import type { RosterLine, RosterStudent } from './parse-roster.ts'
import { createPasswords, type OnRosterProgress, type Passwords } from './passwords.ts'
import { makesAccount, planImport } from './plan-import.ts'
import { type RosterFile, readRoster } from './read-roster.ts'
import { type RosterReport, toReport } from './report.ts'
import { writeImport } from './write-import.ts'

/** The accounts are no longer as they were when the passwords were checked and hashed. */
class Overtaken extends Error {}

/** Somebody who imports the same students at the same moment overtakes us once, and then again where both retry. */
const mostTries = 3

/**
 * Makes accounts for the students of a roster file and enrolls them, all at once or not at all; lines with a mistake are
 * left out and reported. Of accounts that exist nothing is changed. New students see what the course has been assigned.
 *
 * The passwords are checked and hashed before the transaction, which would else hold the course, and the one connection of
 * an embedded database, for a minute. The transaction then reads the accounts again, and where they have changed so that
 * an unknown password matters, everything is begun anew.
 * @returns what was done with each line, as the dry run says it, and the ids of users and enrollments
 * @throws {DomainError} `invalid`, `too-large` of the file; `conflict` for an archived course, or where others keep
 *   changing the same accounts
 */
export const importRoster = async (
  ctx: Ctx,
  { course: slug, ...file }: RosterFile & { course: string },
  { onProgress = () => {} }: { onProgress?: OnRosterProgress } = {},
): Promise<RosterReport> => {
  const course = await courseForWriting(ctx, 'roster.import', slug)
  const groups = file.likeDjango ? [] : ['student']
  const roster = { ...readRoster(file), slug, groups, passwords: createPasswords(onProgress) }
  // A transaction that somebody else began cannot be begun anew here.
  const tries = '$transaction' in ctx.db ? mostTries : 1
  for (let nth = 1; nth <= tries; nth += 1) {
    await prepare(roster, await loadAccounts(ctx, course.id, roster.students))
    try {
      return await attempt(ctx, roster)
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error
    }
  }
  throw conflict('The accounts of these students are being changed right now; try again.')
}

type Roster = { lines: RosterLine[]; students: RosterStudent[]; slug: string; groups: string[]; passwords: Passwords }

const prepare = async ({ lines, students, passwords }: Roster, known: Map<string, Known>): Promise<void> => {
  await passwords.check(students, known)
  await passwords.hash(students, planImport(lines, known, passwords.fits))
}

/** @throws {Overtaken} having written nothing */
const attempt = (ctx: Ctx, { slug, lines, students, groups, passwords }: Roster): Promise<RosterReport> => {
  const overtaken = () => new Overtaken()
  return onConstraint({ unique: overtaken, foreignKey: overtaken }, () =>
    withTransaction(ctx, async (tx) => {
      const course = await lockCourse(tx, 'roster.import', slug)
      const known = await loadAccounts(tx, course.id, students)
      if (!passwords.hasChecked(students, known)) throw overtaken()
      const plan = planImport(lines, known, passwords.fits)
      if (plan.some((answer) => makesAccount(answer) && passwords.hashOf(answer.line) === undefined)) throw overtaken()
      return toReport(await writeImport(tx, course.id, { students, plan, groups, passwords }))
    }),
  )
}
