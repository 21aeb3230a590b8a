import type { Ctx } from '../context.ts'
import { courseForWriting } from '../courses/index.ts'
import { loadAccounts } from './accounts.ts'
import { createPasswords, type OnRosterProgress } from './passwords.ts'
import { planImport } from './plan-import.ts'
import { type RosterFile, readRoster } from './read-roster.ts'
import { type RosterReport, toReport } from './report.ts'

/**
 * The dry run of `importRoster`: what it would do with each line, and nothing is changed.
 * @throws {DomainError} as `importRoster`
 */
export const previewRoster = async (
  ctx: Ctx,
  { course: slug, ...file }: RosterFile & { course: string },
  { onProgress = () => {} }: { onProgress?: OnRosterProgress } = {},
): Promise<RosterReport> => {
  const course = await courseForWriting(ctx, 'roster.preview', slug)
  const { lines, students } = readRoster(file)
  const known = await loadAccounts(ctx, course.id, students)
  const passwords = createPasswords(onProgress)
  await passwords.check(students, known)
  return toReport(planImport(lines, known, passwords.fits))
}
