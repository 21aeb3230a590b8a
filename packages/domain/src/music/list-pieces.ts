import type { Ctx } from '../context.ts'
import { answerOfLibrary } from '../library/index.ts'
import { authorize } from '../policy.ts'
import { pieceSelect, toPiece } from './queries.ts'
import type { ListPiecesInput } from './schemas.ts'

/** The library, or what of it fits a search, in the order of ids. */
export const listPieces = async (ctx: Ctx, input: ListPiecesInput) => {
  authorize(ctx, 'music.pieces')
  return answerOfLibrary(ctx, 'music.pieces', input, () => readPieces(ctx, input))
}

const readPieces = async ({ db }: Ctx, { search, ensembleType }: ListPiecesInput) => {
  const words = search.split(/\s+/).filter(Boolean)
  const rows = await db.piece.findMany({
    where: {
      ...(ensembleType === undefined ? {} : { ensembleType: { name: ensembleType } }),
      AND: words.map((word) => ({
        OR: [
          { name: { contains: word, mode: 'insensitive' as const } },
          { composer: { name: { contains: word, mode: 'insensitive' as const } } },
        ],
      })),
    },
    select: pieceSelect,
    orderBy: { id: 'asc' },
  })
  return rows.map(toPiece)
}
