import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { courseForWriting } from '../courses/index.ts'
import { onConstraint } from '../database-errors.ts'
import { DomainError, notFound } from '../errors.ts'
import { visibleTo } from './queries.ts'
import type { SetMyInstrumentInput } from './schemas.ts'

/**
 * Sets the instrument on which the asker plays a piece, where the course allows it. What the rest of the course plays stays
 * as it is, unlike with `changePieceInstrument`.
 * @returns how many assignments of the piece it is about
 * @throws {DomainError} `forbidden` where the course does not allow it; `not-found` for a piece that the asker is not
 *   assigned, and for the instrument
 */
export const setMyInstrument = async (ctx: Ctx, input: SetMyInstrumentInput) => {
  const { pieceId, instrumentId } = input
  const course = await courseForWriting(ctx, 'assignments.setMyInstrument', input.course)
  if (!course.enrollment) throw notFound('Enrollment')
  if (!course.canEditInstruments) throw new DomainError('forbidden', 'This course does not let instruments be changed.')
  const enrollmentId = course.enrollment.id

  return onConstraint({ foreignKey: () => notFound('Instrument') }, () =>
    recorded(ctx, 'assignments.setMyInstrument', async ({ db }, note) => {
      const assignments = await db.courseAssignment.findMany({
        where: { courseId: course.id, pieceId, ...visibleTo(enrollmentId) },
        select: { id: true },
      })
      if (assignments.length === 0) throw notFound('Piece')
      const ids = assignments.map(({ id }) => id)
      const overrides = { enrollmentId, courseAssignmentId: { in: ids } }
      if (instrumentId === null) await db.assignmentOverride.deleteMany({ where: { ...overrides, deadline: null } })
      else
        await db.assignmentOverride.createMany({
          data: ids.map((courseAssignmentId) => ({ courseAssignmentId, enrollmentId, instrumentId })),
          skipDuplicates: true,
        })
      await db.assignmentOverride.updateMany({ where: overrides, data: { instrumentId } })
      note({
        subject: 'CourseAssignment',
        ids,
        courseId: course.id,
        data: { enrollmentId, pieceId, instrumentId },
      })
      return { changed: ids.length }
    }),
  )
}
