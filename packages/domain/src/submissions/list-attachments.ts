import type { Ctx } from '../context.ts'
import { submissionFor, toSubmission } from './queries.ts'
import type { GetSubmissionInput } from './schemas.ts'

/** The files of a submission, the newest first, for whoever made it and its teachers. @throws {DomainError} `not-found` */
export const listAttachments = async (ctx: Ctx, input: GetSubmissionInput) =>
  toSubmission(ctx, (await submissionFor(ctx, 'attachments.list', input)).submission).attachments
