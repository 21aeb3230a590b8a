import type { Ctx } from '../context.ts'
import { submissionFor, toGrade } from './queries.ts'
import type { GradeHistoryInput } from './schemas.ts'

/** Every grade that a submission was given, the newest first. @throws {DomainError} `not-found` */
export const gradeHistory = async (ctx: Ctx, { course, submissionId }: GradeHistoryInput) => {
  const { submission } = await submissionFor(ctx, 'grades.history', { course, id: submissionId })
  return submission.grades.map(toGrade)
}
