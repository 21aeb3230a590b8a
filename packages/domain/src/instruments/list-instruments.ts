import type { Ctx } from '../context.ts'
import { answerOfLibrary } from '../library/index.ts'
import { authorize } from '../policy.ts'
import { instrumentSelect } from './queries.ts'

/** Every instrument with the transposition it reads, in the order of their ids. */
export const listInstruments = async (ctx: Ctx) => {
  authorize(ctx, 'instruments.list')
  return answerOfLibrary(ctx, 'instruments.list', {}, () =>
    ctx.db.instrument.findMany({ select: instrumentSelect, orderBy: { id: 'asc' } }),
  )
}
