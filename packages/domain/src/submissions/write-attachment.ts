import type { AuditNote } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import type { ReceivedFile } from '../media/index.ts'
import { attachmentSelect, toAttachment } from './queries.ts'

type Options = { submissionId: number; courseId: number; file: ReceivedFile }

/** Writes the row of a file that was received for a submission, and what the audit trail is to say of it. */
export const writeAttachment = async (
  ctx: Ctx,
  note: (note: AuditNote) => void,
  { submissionId, courseId, file }: Options,
) => {
  const { key, contentType, sizeBytes, sha256 } = file
  const row = await ctx.db.submissionAttachment.create({
    data: { submissionId, file: key, contentType, sizeBytes, sha256, submittedAt: ctx.clock.now() },
    select: attachmentSelect,
  })
  note({ subject: 'SubmissionAttachment', ids: [row.id], courseId, data: { submissionId, sizeBytes, sha256 } })
  return toAttachment(ctx, row)
}
