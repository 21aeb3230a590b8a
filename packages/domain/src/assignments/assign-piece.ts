import type { Ctx } from '../context.ts'
import { fromDayOrNull } from '../serialize.ts'
import { assign } from './assign.ts'
import { pieceSource } from './assign-source.ts'
import type { AssignPieceInput } from './schemas.ts'

/**
 * Assigns a piece with its usual activities to a course. Assigning again changes nothing.
 * @throws {DomainError} `not-found` for the piece, `instrument-missing`, `conflict`
 */
export const assignPiece = (ctx: Ctx, { course, pieceId, deadline }: AssignPieceInput) =>
  assign(ctx, { course, action: 'assignments.assignPiece', deadline: fromDayOrNull(deadline) }, () =>
    pieceSource(pieceId),
  )
