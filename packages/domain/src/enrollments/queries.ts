import type { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { courseSelect, toCourse } from '../courses/index.ts'
import { notFound } from '../errors.ts'
import { instrumentSelect } from '../instruments/index.ts'
import { type Action, authorize } from '../policy.ts'

export const enrollmentSelect = {
  id: true,
  role: true,
  instrument: { select: instrumentSelect },
  course: { select: courseSelect },
} as const satisfies Prisma.EnrollmentSelect

export type EnrollmentRow = Prisma.EnrollmentGetPayload<{ select: typeof enrollmentSelect }>

export const toEnrollment = <T extends EnrollmentRow>({ course, ...enrollment }: T) => ({
  ...enrollment,
  course: toCourse(course),
})

/** What of a user the people of a course see. */
export const personSelect = {
  id: true,
  username: true,
  name: true,
  grade: true,
  externalId: true,
  groups: true,
  instrumentId: true,
} as const satisfies Prisma.UserSelect

export type Person = Prisma.UserGetPayload<{ select: typeof personSelect }>

/**
 * An enrollment, if the actor may do `action` with it, with its course's archive date. One statement.
 * @throws {DomainError} as the policy says for `action`
 */
export const enrollmentFor = async (ctx: Ctx, action: Action, id: number) => {
  const actorId = ctx.actor.kind === 'user' ? ctx.actor.id : 0
  const row = await ctx.db.enrollment.findUnique({
    where: { id },
    select: {
      ...enrollmentSelect,
      user: { select: personSelect },
      course: { select: { ...courseSelect, enrollments: { where: { userId: actorId }, select: { role: true } } } },
    },
  })
  if (!row) {
    authorize(ctx, action, { role: 'TEACHER' })
    throw notFound('Enrollment')
  }
  const { enrollments, ...course } = row.course
  authorize(ctx, action, { role: enrollments[0]?.role ?? null, ownerId: row.user.id, entity: 'Enrollment' })
  return { ...row, course }
}
