import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { courseForWriting } from '../courses/index.ts'
import { onConstraint } from '../database-errors.ts'
import { notFound } from '../errors.ts'
import { fromDayOrNull, toDayOrNull } from '../serialize.ts'
import type { SetOverrideInput } from './schemas.ts'

/**
 * Gives one student an instrument or a deadline of their own for one assignment, or takes it back.
 * @returns the override as it now is; both null where none is left
 * @throws {DomainError} `not-found` for an assignment, student or instrument that is not there
 */
export const setOverride = async (ctx: Ctx, input: SetOverrideInput) => {
  const { courseAssignmentId, enrollmentId, instrumentId, deadline } = input
  const course = await courseForWriting(ctx, 'assignments.setOverride', input.course)
  const key = { courseAssignmentId_enrollmentId: { courseAssignmentId, enrollmentId } }

  return onConstraint({ foreignKey: () => notFound('Instrument') }, () =>
    recorded(ctx, 'assignments.setOverride', async ({ db }, note) => {
      const assignment = await db.courseAssignment.findFirst({
        where: { id: courseAssignmentId, courseId: course.id, archivedAt: null },
        select: { id: true, overrides: { where: { enrollmentId }, select: { instrumentId: true, deadline: true } } },
      })
      if (!assignment) throw notFound('CourseAssignment')
      const enrollment = await db.enrollment.findFirst({
        where: { id: enrollmentId, courseId: course.id },
        select: { id: true },
      })
      if (!enrollment) throw notFound('Enrollment')

      const before = assignment.overrides[0]
      const after = {
        instrumentId: instrumentId === undefined ? (before?.instrumentId ?? null) : instrumentId,
        deadline: deadline === undefined ? (before?.deadline ?? null) : fromDayOrNull(deadline),
      }
      if (after.instrumentId === null && after.deadline === null)
        await db.assignmentOverride.deleteMany({ where: { courseAssignmentId, enrollmentId } })
      else
        await db.assignmentOverride.upsert({
          where: key,
          create: { courseAssignmentId, enrollmentId, ...after },
          update: after,
          select: { id: true },
        })
      note({
        subject: 'CourseAssignment',
        ids: [courseAssignmentId],
        courseId: course.id,
        data: { enrollmentId, instrumentId: after.instrumentId, deadline: toDayOrNull(after.deadline) },
      })
      return {
        courseAssignmentId,
        enrollmentId,
        instrumentId: after.instrumentId,
        deadline: toDayOrNull(after.deadline),
      }
    }),
  )
}
