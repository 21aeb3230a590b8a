import { z } from 'zod'
import { courseSlug, id } from '../schemas.ts'

export const listRemovalsInput = z.object({
  course: courseSlug.optional().describe('The slug of a course; without it everything, for administrators'),
  /** The `next` of the page before. */
  cursor: id.optional(),
  limit: z.int().min(1).max(200).default(50),
})
export type ListRemovalsInput = z.infer<typeof listRemovalsInput>

export const restoreRemovalInput = z.object({ id })
export type RestoreRemovalInput = z.infer<typeof restoreRemovalInput>
