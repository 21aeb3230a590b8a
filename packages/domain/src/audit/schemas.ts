import { z } from 'zod'
import { courseSlug, requiredText, text } from '../schemas.ts'

export const listAuditInput = z.object({
  person: requiredText(150).optional().describe('A username: what this person did'),
  course: courseSlug.optional().describe('The slug of a course'),
  action: text(100).optional().describe('The name of a procedure, or of a router for all of its procedures'),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** The `next` of the page before. */
  cursor: z
    .string()
    .regex(/^\d{1,16}-\d{1,18}$/)
    .optional(),
  limit: z.int().min(1).max(500).default(100),
})
export type ListAuditInput = z.infer<typeof listAuditInput>
