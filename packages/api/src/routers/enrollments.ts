import { enrollments } from '@cpr/domain'
import { procedure, router } from '../trpc.ts'

export const enrollmentsRouter = router({
  mine: procedure.query(({ ctx }) => enrollments.myEnrollments(ctx.domain)),
  get: procedure
    .input(enrollments.getEnrollmentInput)
    .query(({ ctx, input }) => enrollments.getEnrollment(ctx.domain, input)),
  enroll: procedure.input(enrollments.enrollInput).mutation(({ ctx, input }) => enrollments.enroll(ctx.domain, input)),
  changeInstrument: procedure
    .input(enrollments.changeInstrumentInput)
    .mutation(({ ctx, input }) => enrollments.changeInstrument(ctx.domain, input)),
  remove: procedure
    .input(enrollments.removeEnrollmentInput)
    .mutation(({ ctx, input }) => enrollments.removeEnrollment(ctx.domain, input)),
})
