import { progress } from '@cpr/domain'
import { procedure, router } from '../trpc.ts'

export const progressRouter = router({
  // A mutation, though it reads: the first look makes the row.
  open: procedure
    .input(progress.openProgressInput)
    .mutation(({ ctx, input }) => progress.openProgress(ctx.domain, input)),
  logEvent: procedure.input(progress.logEventInput).mutation(({ ctx, input }) => progress.logEvent(ctx.domain, input)),
  logEvents: procedure
    .input(progress.logEventsInput)
    .mutation(({ ctx, input }) => progress.logEvents(ctx.domain, input)),
  submitStep: procedure
    .input(progress.submitStepInput)
    .mutation(({ ctx, input }) => progress.submitStep(ctx.domain, input)),
  saveResponse: procedure
    .input(progress.saveResponseInput)
    .mutation(({ ctx, input }) => progress.saveResponse(ctx.domain, input)),
  saveAudioState: procedure
    .input(progress.saveAudioStateInput)
    .mutation(({ ctx, input }) => progress.saveAudioState(ctx.domain, input)),
  ofAssignment: procedure
    .input(progress.progressOfAssignmentInput)
    .query(({ ctx, input }) => progress.progressOfAssignment(ctx.domain, input)),
})
