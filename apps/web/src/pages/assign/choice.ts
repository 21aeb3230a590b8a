import type { Piece, Plan } from './library.ts'

/** What is about to be assigned: a plan, or a piece with its usual activities. */
export type Choice = {
  key: string
  pieceId: number
  pieceName: string
  source: { planId: number } | { pieceId: number }
}

export const choiceOf = ({ id, name }: Piece, plan: Plan | null): Choice => ({
  key: `${id} ${plan?.id ?? ''}`,
  pieceId: id,
  pieceName: name,
  source: plan ? { planId: plan.id } : { pieceId: id },
})
