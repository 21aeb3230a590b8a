import { z } from 'zod'
import { courseSlug, day, inCourse, requiredText } from '../schemas.ts'

const dates = { startDate: day, endDate: day }

const inOrder = ({ startDate, endDate }: { startDate?: string | undefined; endDate?: string | undefined }): boolean =>
  !startDate || !endDate || endDate >= startDate

const outOfOrder = { path: ['endDate'], error: 'A course ends on or after the day it starts.' }

export const createCourseInput = z
  .object({ name: requiredText(255), ...dates, canEditInstruments: z.boolean().default(false) })
  .refine(inOrder, outOfOrder)
export type CreateCourseInput = z.infer<typeof createCourseInput>

export const getCourseInput = inCourse
export type GetCourseInput = z.infer<typeof getCourseInput>

export const listCoursesInput = z.object({ archived: z.boolean().default(false) })
export type ListCoursesInput = z.infer<typeof listCoursesInput>

export const updateCourseInput = inCourse
  .extend({
    name: requiredText(255),
    startDate: day,
    endDate: day,
    canEditInstruments: z.boolean(),
    slug: courseSlug.regex(/^[\p{L}\p{N}\p{M}_-]+$/u, 'takes letters, numbers, underscores and hyphens'),
  })
  .partial()
  .required({ course: true })
  .refine(inOrder, outOfOrder)
export type UpdateCourseInput = z.infer<typeof updateCourseInput>

export const archiveCourseInput = inCourse.extend({ archived: z.boolean().default(true) })
export type ArchiveCourseInput = z.infer<typeof archiveCourseInput>
