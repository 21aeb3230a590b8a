import { submissions } from '@cpr/domain'
import { procedure, router } from '../trpc.ts'

export const gradesRouter = router({
  grade: procedure.input(submissions.gradeInput).mutation(({ ctx, input }) => submissions.grade(ctx.domain, input)),
  gradeSelf: procedure
    .input(submissions.gradeSelfInput)
    .mutation(({ ctx, input }) => submissions.gradeSelf(ctx.domain, input)),
  history: procedure
    .input(submissions.gradeHistoryInput)
    .query(({ ctx, input }) => submissions.gradeHistory(ctx.domain, input)),
  ofCourse: procedure
    .input(submissions.courseGradesInput)
    .query(({ ctx, input }) => submissions.courseGrades(ctx.domain, input)),
  get: procedure.input(submissions.getGradeInput).query(({ ctx, input }) => submissions.getGrade(ctx.domain, input)),
  change: procedure
    .input(submissions.changeGradeInput)
    .mutation(({ ctx, input }) => submissions.changeGrade(ctx.domain, input)),
  remove: procedure
    .input(submissions.removeGradeInput)
    .mutation(({ ctx, input }) => submissions.removeGrade(ctx.domain, input)),
})
