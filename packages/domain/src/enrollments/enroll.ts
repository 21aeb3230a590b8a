import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { courseForWriting } from '../courses/index.ts'
import { onConstraint } from '../database-errors.ts'
import { conflict, notFound } from '../errors.ts'
import { enrollmentSelect, toEnrollment } from './queries.ts'
import type { EnrollInput } from './schemas.ts'

/**
 * Enrolls somebody, who sees from then on everything that the course was ever assigned. Whoever asks for the role that
 * they have themselves, as a client may that does not know that creating a course enrolls its teacher, gets the
 * enrollment they have.
 * @throws {DomainError} `not-found` for the user or the instrument, `conflict` for somebody who is in the course already
 */
export const enroll = async (ctx: Ctx, { course: key, user: who, role, instrumentId }: EnrollInput) => {
  const course = await courseForWriting(ctx, 'enrollments.enroll', key)
  const user = await ctx.db.user.findFirst({ where: { ...who, isActive: true }, select: { id: true, username: true } })
  if (!user) throw notFound('User')
  if (ctx.actor.kind === 'user' && ctx.actor.id === user.id && course.enrollment?.role === role) {
    const own = instrumentId === null ? {} : { instrumentId }
    const existing = await ctx.db.enrollment.findFirst({
      where: { id: course.enrollment.id, ...own },
      select: enrollmentSelect,
    })
    if (existing) return toEnrollment(existing)
  }
  const row = await onConstraint(
    {
      unique: () => conflict(`${user.username} is in this course already.`),
      foreignKey: () => notFound('Instrument'),
    },
    () =>
      recorded(ctx, 'enrollments.enroll', async ({ db }, note) => {
        const created = await db.enrollment.create({
          data: { userId: user.id, courseId: course.id, role, instrumentId, createdAt: ctx.clock.now() },
          select: enrollmentSelect,
        })
        note({ subject: 'Enrollment', ids: [created.id], courseId: course.id, data: { userId: user.id, role } })
        return created
      }),
  )
  return toEnrollment(row)
}
