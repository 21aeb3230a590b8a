import type { z } from 'zod'
import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { refuseArchived } from '../courses/index.ts'
import { tell, workOf } from '../events/index.ts'
import { receiveFile, upload, withFiles } from '../media/index.ts'
import { id, inCourse } from '../schemas.ts'
import { submissionFor } from './queries.ts'
import { writeAttachment } from './write-attachment.ts'

export const attachInput = inCourse.extend({ submissionId: id, ...upload.shape })
export type AttachInput = z.infer<typeof attachInput>

/**
 * Adds a recording or another file to the asker's own submission. The row is written when the file is whole; an upload
 * that fails leaves neither.
 * @throws {DomainError} `not-found` for a submission of somebody else, `invalid` for a kind of file that is not taken,
 *   `too-large`, `conflict` in an archived course
 */
export const attach = async (ctx: Ctx, { course, submissionId, filename, body }: AttachInput) => {
  const { courseId, archivedAt } = await submissionFor(ctx, 'attachments.create', { course, id: submissionId })
  refuseArchived({ archivedAt })
  const file = await receiveFile(ctx, { filename, body })
  return withFiles(ctx, [file.key], (named) =>
    recorded(ctx, 'attachments.create', async (tx, note) => {
      await tell(tx, workOf(courseId), { kind: 'handed-in', submissionId })
      const attachment = await writeAttachment(tx, note, { submissionId, courseId, file })
      named()
      return attachment
    }),
  )
}
