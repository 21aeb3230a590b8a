import { z } from 'zod'
import type { Outputs } from '../caller.ts'
import { file, integer, verbatim } from '../fields.ts'
import type { Links } from '../links.ts'
import { address, time } from './common.ts'

export const attachment = z.strictObject({ id: z.int(), file: address, submitted: time }).meta({ id: 'Attachment' })

type AttachmentRow = Outputs['attachments']['list'][number]

export const toAttachment = (links: Links, row: AttachmentRow): z.infer<typeof attachment> => ({
  id: row.id,
  file: links.absolute(row.url),
  submitted: row.submittedAt,
})

export const submission = z
  .strictObject({
    id: z.int(),
    submitted: time,
    content: z.string(),
    grade: z.int().nullable(),
    self_grade: z.int().nullable(),
    attachments: z.array(attachment),
    index: z.int(),
  })
  .meta({ id: 'Submission' })

export type SubmissionRow = Outputs['submissions']['get']

export const toSubmission = (links: Links, row: SubmissionRow): z.infer<typeof submission> => ({
  id: row.id,
  submitted: row.submittedAt,
  content: row.content,
  grade: row.grade?.id ?? null,
  self_grade: row.selfGrade?.id ?? null,
  attachments: row.attachments.map((each) => toAttachment(links, each)),
  index: row.index,
})

/** The attempt is the first one unless told. */
export const newSubmission = z.object({ content: verbatim.default(''), index: integer().default(0) })

export const newAttachment = z.object({ file })
