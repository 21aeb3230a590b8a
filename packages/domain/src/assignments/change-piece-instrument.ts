import { Prisma } from '@cpr/db'
import { auditCte } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { courseForWriting } from '../courses/index.ts'
import { onConstraint } from '../database-errors.ts'
import { DomainError, notFound } from '../errors.ts'
import type { ChangePieceInstrumentInput } from './schemas.ts'

/**
 * Sets the instrument on which the whole course plays a piece, before everybody's own. Students may where the course
 * allows it, teachers always, unless they ask for the course's rule (`asTeacher: false`).
 * @throws {DomainError} `forbidden`; `not-found` for a piece that is not assigned, and for the instrument
 */
export const changePieceInstrument = async (ctx: Ctx, input: ChangePieceInstrumentInput) => {
  const { pieceId, instrumentId, asTeacher } = input
  const course = await courseForWriting(ctx, 'assignments.changeInstrument', input.course)
  const teaches = course.enrollment?.role !== 'STUDENT'
  if (!course.canEditInstruments && !(teaches && asTeacher))
    throw new DomainError('forbidden', 'This course does not let instruments be changed.')
  const audited = auditCte(ctx, 'assignments.changeInstrument', {
    subject: 'CourseAssignment',
    ids: Prisma.sql`SELECT id FROM written`,
    courseId: course.id,
    data: { pieceId, instrumentId },
  })
  const rows = await onConstraint({ foreignKey: () => notFound('Instrument') }, () =>
    ctx.db.$queryRaw<{ id: number }[]>(Prisma.sql`
      WITH written AS (
        UPDATE course_assignments SET instrument_id = ${instrumentId}::int
        WHERE course_id = ${course.id} AND piece_id = ${pieceId} AND archived_at IS NULL RETURNING id
      ), ${audited}
      SELECT id FROM written`),
  )
  if (rows.length === 0) throw notFound('Piece')
  return { changed: rows.length }
}
