import { submissions } from '@cpr/domain'
import { procedure, router } from '../trpc.ts'

export const attachmentsRouter = router({
  // In process alone: a file on its way in is a stream.
  create: procedure
    .meta({ takesFile: true })
    .input(submissions.attachInput)
    .mutation(({ ctx, input }) => submissions.attach(ctx.domain, input)),
  list: procedure
    .input(submissions.getSubmissionInput)
    .query(({ ctx, input }) => submissions.listAttachments(ctx.domain, input)),
})
