import { instruments } from '@cpr/domain'
import { procedure, router } from '../trpc.ts'

export const instrumentsRouter = router({
  list: procedure.query(({ ctx }) => instruments.listInstruments(ctx.domain)),
  get: procedure
    .input(instruments.getInstrumentInput)
    .query(({ ctx, input }) => instruments.getInstrument(ctx.domain, input)),
})
