import { removals } from '@cpr/domain'
import { procedure, router } from '../trpc.ts'

export const removalsRouter = router({
  list: procedure.input(removals.listRemovalsInput).query(({ ctx, input }) => removals.listRemovals(ctx.domain, input)),
  restore: procedure
    .input(removals.restoreRemovalInput)
    .mutation(({ ctx, input }) => removals.restoreRemoval(ctx.domain, input)),
})
