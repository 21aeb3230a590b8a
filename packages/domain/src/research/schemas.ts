import { z } from 'zod'
import { courseSlug, day, requiredText } from '../schemas.ts'

const filters = z.object({
  course: courseSlug.optional().describe('The slug of a course; all courses unless told'),
  from: day.optional().describe('Handed in on this day (UTC) or later'),
  to: day.optional().describe('Handed in on this day (UTC) or earlier'),
  activity: requiredText(100).optional().describe('The name of an activity type'),
})
export type WorkFilter = z.infer<typeof filters>

const inOrder = ({ from, to }: WorkFilter): boolean => from === undefined || to === undefined || from <= to
const notInOrder = { path: ['to'], error: 'The last day is before the first.' }

export const exportResearchInput = filters
  .extend({ names: z.boolean().default(false).describe('Usernames and names of students too') })
  .refine(inOrder, notInOrder)
export type ExportResearchInput = z.infer<typeof exportResearchInput>

export const submissionsOverTimeInput = filters
  .extend({ by: z.enum(['day', 'week']).default('week').describe('A week begins on Monday') })
  .refine(inOrder, notInOrder)
export type SubmissionsOverTimeInput = z.infer<typeof submissionsOverTimeInput>

export const ratingsInput = filters.refine(inOrder, notInOrder)
export type RatingsInput = z.infer<typeof ratingsInput>
