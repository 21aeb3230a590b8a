import { z } from 'zod'
import { requiredText } from '../schemas.ts'

export const personInput = z.object({ username: requiredText(150) })
export type PersonInput = z.infer<typeof personInput>

export const erasePersonInput = personInput.extend({
  keepRecordings: z.boolean().default(false).describe('Keep recordings and other files, under names that tell nothing'),
})
export type ErasePersonInput = z.infer<typeof erasePersonInput>

const days = z.int().min(1).max(36_500)

/** For how many days something is kept; null for as long as the site is. */
export const retentionInput = z.object({
  auditDays: days.nullable().default(null),
  sessionDays: days.nullable().default(30),
  erasedDays: days.nullable().default(null),
  apply: z.boolean().default(false),
})
export type RetentionInput = z.infer<typeof retentionInput>
