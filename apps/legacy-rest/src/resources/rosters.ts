import { z } from 'zod'
import type { Outputs } from '../caller.ts'
import { file } from '../fields.ts'
import type { Links } from '../links.ts'
import { enrollment, toEnrollment } from './enrollments.ts'
import { toUser, user } from './users.ts'

export const rosterFile = z.object({ file })

export const importedRoster = z
  .strictObject({
    users: z.strictObject({ created: z.array(user), existing: z.array(user) }),
    enrollments: z.strictObject({ created: z.array(enrollment), existing: z.array(enrollment) }),
  })
  .meta({ id: 'ImportedRoster' })

type Lines = Outputs['roster']['import']['lines']
type Outcome = Lines[number]['outcome']

const newAccount: Outcome[] = ['create', 'password differs']
const newlyEnrolled: Outcome[] = [...newAccount, 'enroll']

/** What a file made and what was there; lines that could not be imported are in neither. */
export const toImportedRoster = (
  links: Links,
  { lines, roster, course }: { lines: Lines; roster: Outputs['roster']['list']; course: Outputs['courses']['get'] },
): z.infer<typeof importedRoster> => {
  const rows = new Map(roster.map((row) => [row.id, row]))
  const done = lines.flatMap(({ outcome, enrollmentId }) => {
    const row = rows.get(enrollmentId ?? 0)
    return row ? [{ outcome, row }] : []
  })
  const users = (among: boolean) =>
    done.filter(({ outcome }) => newAccount.includes(outcome) === among).map(({ row }) => toUser(links, row.user))
  const enrollments = (among: boolean) =>
    done
      .filter(({ outcome }) => newlyEnrolled.includes(outcome) === among)
      .map(({ row }) => toEnrollment(links, { ...row, course }, row.user))
  return {
    users: { created: users(true), existing: users(false) },
    enrollments: { created: enrollments(true), existing: enrollments(false) },
  }
}
