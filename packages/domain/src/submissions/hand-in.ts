import type { z } from 'zod'
import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { receiveFile, upload, withFiles } from '../media/index.ts'
import { assignmentToHandInFor, createSubmission } from './create-submission.ts'
import { createSubmissionInput } from './schemas.ts'
import { writeAttachment } from './write-attachment.ts'

export const handInInput = createSubmissionInput.omit({ index: true }).extend(upload.shape)
export type HandInInput = z.infer<typeof handInInput>

/**
 * Hands in a recording or another file: the submission and its file at once, so that no teacher ever meets the one without
 * the other. An upload that fails leaves neither.
 * @returns the submission with its file
 * @throws {DomainError} `not-found` for an assignment that the asker does not see, `invalid` for a kind of file that is not
 *   taken, `too-large`, `conflict` in an archived course
 */
export const handIn = async (ctx: Ctx, { filename, body, ...input }: HandInInput) => {
  // Before the file comes in, which may take its time.
  const { courseId } = await assignmentToHandInFor(ctx, 'submissions.handIn', input)
  const file = await receiveFile(ctx, { filename, body })
  return withFiles(ctx, [file.key], (named) =>
    recorded(ctx, 'submissions.handIn', async (tx, note) => {
      const submission = await createSubmission(tx, input)
      const attachment = await writeAttachment(tx, note, { submissionId: submission.id, courseId, file })
      named()
      return { ...submission, attachments: [attachment] }
    }),
  )
}
