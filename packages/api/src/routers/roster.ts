import { roster } from '@cpr/domain'
import { procedure, router } from '../trpc.ts'

export const rosterRouter = router({
  list: procedure.input(roster.rosterInput).query(({ ctx, input }) => roster.listRoster(ctx.domain, input)),
  /** Changes nothing, but a file is too long for the address of a query. */
  preview: procedure
    .input(roster.rosterFileInput)
    .mutation(({ ctx, input }) => roster.previewRoster(ctx.domain, input)),
  import: procedure.input(roster.rosterFileInput).mutation(({ ctx, input }) => roster.importRoster(ctx.domain, input)),
})
