import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { onConstraint } from '../database-errors.ts'
import { conflict, notFound } from '../errors.ts'
import { authorize } from '../policy.ts'
import { fromDayOrNull } from '../serialize.ts'
import { changeParts, isInUse } from './change-parts.ts'
import { composerId, ensembleTypeId } from './named.ts'
import { partSelect, pieceSelect, toPart, toPiece } from './queries.ts'
import { removeUnused } from './recordings.ts'
import type { UpdatePieceInput } from './schemas.ts'

/**
 * Changes what is given of a piece and its parts, all of it or nothing. Its slug stays: addresses of it keep working.
 * @returns the piece with its parts, without notation
 * @throws {DomainError} `not-found`, `work-handed-in` for a part to be removed that submissions refer to, `invalid` for a
 *   name that is not known, `conflict` where somebody adds the same part at the same time
 */
export const updatePiece = async (
  ctx: Ctx,
  {
    id,
    addParts,
    changeParts: changed,
    removePartIds,
    ensembleType,
    composer,
    dateComposed,
    ...fields
  }: UpdatePieceInput,
) => {
  authorize(ctx, 'music.updatePiece')
  const constraints = {
    unique: () => conflict('Somebody is changing the parts of this piece right now; look at it again, then save.'),
    foreignKey: () => isInUse(null, 1),
  }
  const { litter, ...piece } = await onConstraint(constraints, () =>
    recorded(ctx, 'music.updatePiece', async ({ db }, note) => {
      const found = await db.piece.findUnique({ where: { id }, select: { id: true } })
      if (!found) throw notFound('Piece')
      const data = {
        ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
        ...(ensembleType === undefined ? {} : { ensembleTypeId: await ensembleTypeId(db, ensembleType) }),
        ...(composer === undefined ? {} : { composerId: composer && (await composerId(db, composer)) }),
        ...(dateComposed === undefined ? {} : { dateComposed: fromDayOrNull(dateComposed) }),
      }
      const keys = await changeParts(db, id, { addParts, changeParts: changed, removePartIds })
      const { parts, ...row } = await db.piece.update({
        where: { id },
        data,
        select: { ...pieceSelect, parts: { select: partSelect, orderBy: { id: 'asc' } } },
      })
      note({
        subject: 'Piece',
        ids: [id],
        data: {
          changed: Object.keys(data),
          partsAdded: addParts.map(({ partType }) => partType),
          partsChanged: changed.map((part) => part.id),
          partsRemoved: removePartIds,
        },
      })
      return { ...toPiece(row), parts: parts.map(toPart), litter: keys }
    }),
  )
  // Behind the transaction: a file without a row is litter, a row without its file is a loss.
  for (const key of litter) await removeUnused(ctx, key)
  return piece
}
