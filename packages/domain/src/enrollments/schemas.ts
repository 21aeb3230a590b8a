import { z } from 'zod'
import { courseSlug, id, requiredText } from '../schemas.ts'

export const enrollInput = z.object({
  course: z.union([courseSlug, z.object({ id })]).describe('The slug of the course, or its id'),
  user: z.union([z.object({ id }), z.object({ username: requiredText(150) })]),
  role: z.enum(['TEACHER', 'STUDENT']).default('STUDENT'),
  instrumentId: id.nullable().default(null),
})
export type EnrollInput = z.infer<typeof enrollInput>

export const getEnrollmentInput = z.object({ id })
export type GetEnrollmentInput = z.infer<typeof getEnrollmentInput>

export const changeInstrumentInput = z.object({
  id,
  instrumentId: id.nullable().describe('Null: the instrument of the account'),
})
export type ChangeInstrumentInput = z.infer<typeof changeInstrumentInput>

export const removeEnrollmentInput = z.object({ id })
export type RemoveEnrollmentInput = z.infer<typeof removeEnrollmentInput>
