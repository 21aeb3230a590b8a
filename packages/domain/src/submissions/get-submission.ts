import type { Ctx } from '../context.ts'
import { submissionFor, toSubmission } from './queries.ts'
import type { GetSubmissionInput } from './schemas.ts'

/** One submission, for whoever made it and the teachers of the course. @throws {DomainError} `not-found` */
export const getSubmission = async (ctx: Ctx, input: GetSubmissionInput) =>
  toSubmission(ctx, (await submissionFor(ctx, 'submissions.get', input)).submission)
