import { z } from 'zod'
import type { Outputs } from '../caller.ts'
import { nullablePk, pk } from '../fields.ts'
import type { Links } from '../links.ts'
import { course, toCourse } from './courses.ts'
import { instrument, toInstrumentOrNull } from './instruments.ts'
import { type Person, toUser, user } from './users.ts'

/** The rows of the Django backend's table of roles. */
const roleIds = { TEACHER: 1, STUDENT: 2 } as const
type Role = keyof typeof roleIds

export const roleName = (role: Role): string => `${role[0]}${role.slice(1).toLowerCase()}`

const role = z.enum(['Teacher', 'Student'])

export const enrollment = z
  .strictObject({ id: z.int(), course, instrument: instrument.nullable(), role, user })
  .meta({ id: 'Enrollment' })
export type Enrollment = z.infer<typeof enrollment>

type EnrollmentRow = {
  id: number
  role: Role
  instrument: Outputs['instruments']['get'] | null
  course: Parameters<typeof toCourse>[1]
}

export const toEnrollment = (links: Links, row: EnrollmentRow, person: Person): Enrollment => ({
  id: row.id,
  course: toCourse(links, row.course),
  instrument: toInstrumentOrNull(row.instrument),
  role: roleName(row.role) as Enrollment['role'],
  user: toUser(links, person),
})

export const rosterEntry = z
  .strictObject({ id: z.int(), user, instrument: instrument.nullable(), role })
  .meta({ id: 'RosterEntry' })

type RosterRow = Outputs['roster']['list'][number]

export const toRosterEntry = (links: Links, row: RosterRow): z.infer<typeof rosterEntry> => ({
  id: row.id,
  user: toUser(links, row.user),
  instrument: toInstrumentOrNull(row.instrument),
  role: roleName(row.role) as Enrollment['role'],
})

/** The role that an id means. */
const roleId = pk.transform((id, ctx): Role => {
  const found = Object.entries(roleIds).find(([, known]) => known === id)
  if (found) return found[0] as Role
  ctx.addIssue(`Invalid pk "${id}" - object does not exist.`)
  return z.NEVER
})

export const newEnrollment = z.object({
  user: pk,
  course: pk,
  instrument: nullablePk.optional(),
  role: roleId,
})

export const writtenEnrollment = z
  .strictObject({ id: z.int(), user: z.int(), course: z.int(), instrument: z.int().nullable(), role: z.int() })
  .meta({ id: 'WrittenEnrollment' })

export const toWrittenEnrollment = (
  userId: number,
  row: Outputs['enrollments']['enroll'],
): z.infer<typeof writtenEnrollment> => ({
  id: row.id,
  user: userId,
  course: row.course.id,
  instrument: row.instrument?.id ?? null,
  role: roleIds[row.role],
})

export const enrollmentChanges = z.object({ instrument: nullablePk.optional() })

export const changedEnrollment = z
  .strictObject({ id: z.int(), instrument: z.int().nullable() })
  .meta({ id: 'ChangedEnrollment' })
