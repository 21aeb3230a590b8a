import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { answerOfLibrary } from '../library/index.ts'
import { authorize } from '../policy.ts'
import { instrumentSelect } from './queries.ts'
import type { GetInstrumentInput } from './schemas.ts'

/** @throws {DomainError} `not-found` */
export const getInstrument = async (ctx: Ctx, { id }: GetInstrumentInput) => {
  authorize(ctx, 'instruments.get')
  return answerOfLibrary(ctx, 'instruments.get', { id }, async () => {
    const instrument = await ctx.db.instrument.findUnique({ where: { id }, select: instrumentSelect })
    if (!instrument) throw notFound('Instrument')
    return instrument
  })
}
