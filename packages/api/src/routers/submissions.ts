import { submissions } from '@cpr/domain'
import { stream } from '../stream.ts'
import { procedure, router } from '../trpc.ts'

export const submissionsRouter = router({
  create: procedure
    .input(submissions.createSubmissionInput)
    .mutation(({ ctx, input }) => submissions.createSubmission(ctx.domain, input)),
  // In process alone: a file on its way in is a stream.
  handIn: procedure
    .meta({ takesFile: true })
    .input(submissions.handInInput)
    .mutation(({ ctx, input }) => submissions.handIn(ctx.domain, input)),
  mine: procedure
    .input(submissions.mySubmissionsInput)
    .query(({ ctx, input }) => submissions.mySubmissions(ctx.domain, input)),
  get: procedure
    .input(submissions.getSubmissionInput)
    .query(({ ctx, input }) => submissions.getSubmission(ctx.domain, input)),
  recent: procedure
    .input(submissions.recentSubmissionsInput)
    .query(({ ctx, input }) => submissions.recentSubmissions(ctx.domain, input)),
  standings: procedure
    .input(submissions.standingsInput)
    .query(({ ctx, input }) => submissions.standings(ctx.domain, input)),
  forGrading: procedure
    .input(submissions.forGradingInput)
    .query(({ ctx, input }) => submissions.submissionsForGrading(ctx.domain, input)),
  takes: procedure.input(submissions.takesInput).query(({ ctx, input }) => submissions.takes(ctx.domain, input)),
  watch: procedure
    .input(submissions.watchWorkInput)
    .subscription(({ ctx, input, signal }) =>
      stream({ ctx, signal }, (until) => submissions.watchWork(ctx.domain, input, until)),
    ),
})
