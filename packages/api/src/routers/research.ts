import { research } from '@cpr/domain'
import { getTRPCErrorFromUnknown } from '@trpc/server'
import { toTrpcError } from '../errors.ts'
import { procedure, router } from '../trpc.ts'

/** Errors behind the first chunk come too late for the middleware of `procedure`, which has its result by then. */
async function* withMappedErrors<T>(chunks: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  try {
    yield* chunks
  } catch (error) {
    throw toTrpcError(getTRPCErrorFromUnknown(error))
  }
}

export const researchRouter = router({
  codebook: procedure.query(({ ctx }) => research.getCodebook(ctx.domain)),
  /** Chunks of CSV, for clients with `httpBatchStreamLink`. What is refused is refused before the first of them. */
  export: procedure
    .meta({ streams: true })
    .input(research.exportResearchInput)
    .query(async ({ ctx, input }) => withMappedErrors(await research.exportResearch(ctx.domain, input))),
  choices: procedure.query(({ ctx }) => research.listChoices(ctx.domain)),
  submissionsOverTime: procedure
    .input(research.submissionsOverTimeInput)
    .query(({ ctx, input }) => research.submissionsOverTime(ctx.domain, input)),
  ratingsByActivity: procedure
    .input(research.ratingsInput)
    .query(({ ctx, input }) => research.ratingsByActivity(ctx.domain, input)),
  teacherAndSelf: procedure
    .input(research.ratingsInput)
    .query(({ ctx, input }) => research.teacherAndSelf(ctx.domain, input)),
})
