import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { authorize } from '../policy.ts'
import type { PieceUseInput } from './schemas.ts'

/**
 * What hangs on a piece, for whoever is about to change it: in how many courses it is assigned, and how many submissions
 * refer to each of its parts.
 * @throws {DomainError} `not-found`
 */
export const pieceUse = async (ctx: Ctx, { id }: PieceUseInput) => {
  authorize(ctx, 'music.pieceUse')
  const parts = await ctx.db.part.findMany({
    where: { pieceId: id },
    select: { id: true, _count: { select: { submissions: true } } },
    orderBy: { id: 'asc' },
  })
  if (parts.length === 0 && !(await ctx.db.piece.findUnique({ where: { id }, select: { id: true } })))
    throw notFound('Piece')
  const courses = await ctx.db.course.count({ where: { assignments: { some: { pieceId: id, archivedAt: null } } } })
  return { courses, parts: parts.map(({ id: partId, _count }) => ({ id: partId, submissions: _count.submissions })) }
}
