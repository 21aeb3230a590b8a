import type { Ctx } from '../context.ts'
import { courseForWriting } from '../courses/index.ts'
import { loadState } from './assign.ts'
import { pieceSource, planSource } from './assign-source.ts'
import type { PreviewAssignInput } from './schemas.ts'

/**
 * What assigning a piece or a plan would do, without doing it: the activities, which of them are assigned already, how
 * many students get them, and who has no instrument and would stop it.
 * @throws {DomainError} `not-found` for the piece or the plan, `conflict` in an archived course
 */
export const previewAssign = async (ctx: Ctx, { course: slug, source }: PreviewAssignInput) => {
  const course = await courseForWriting(ctx, 'assignments.preview', slug)
  const { items, students, withoutInstrument, existing, types } = await loadState(
    ctx,
    course.id,
    'planId' in source ? planSource(source.planId) : pieceSource(source.pieceId),
  )
  const assigned = new Set(existing.filter(({ archived }) => !archived).map(({ activityId }) => activityId))
  return {
    pieces: items.map(({ pieceId, pieceName, telephone, activityIds }) => ({
      pieceId,
      pieceName,
      telephone,
      activities: activityIds.map((id) => ({ id, type: types.get(id) ?? '', assigned: assigned.has(id) })),
    })),
    students,
    withoutInstrument,
  }
}
