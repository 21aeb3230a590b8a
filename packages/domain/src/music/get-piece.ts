import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { answerOfLibrary } from '../library/index.ts'
import { authorize } from '../policy.ts'
import { partWithNotationSelect, pieceSelect, toPart, toPiece } from './queries.ts'
import type { GetPieceInput } from './schemas.ts'

/** One piece with its parts in every transposition, notation included. @throws {DomainError} `not-found` */
export const getPiece = async (ctx: Ctx, { id }: GetPieceInput) => {
  authorize(ctx, 'music.piece')
  return answerOfLibrary(ctx, 'music.piece', { id }, async () => {
    const piece = await ctx.db.piece.findUnique({
      where: { id },
      select: { ...pieceSelect, parts: { select: partWithNotationSelect, orderBy: { id: 'asc' } } },
    })
    if (!piece) throw notFound('Piece')
    const { parts, ...row } = piece
    return { ...toPiece(row), parts: parts.map(toPart) }
  })
}
