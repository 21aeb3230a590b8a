import { z } from 'zod'
import { inCourse } from '../schemas.ts'
import { maxRosterBytes } from './parse-roster.ts'

export const rosterInput = inCourse
export type RosterInput = z.infer<typeof rosterInput>

export const rosterFileInput = inCourse.extend({
  file: z
    .base64()
    .max(Math.ceil(maxRosterBytes / 3) * 4, `A roster file has at most ${maxRosterBytes / 1_000_000} MB.`)
    .transform((base64): Uint8Array => Buffer.from(base64, 'base64'))
    .describe('The bytes of a CSV file, in base64: fullname, username, password, grade'),
  likeDjango: z
    .boolean()
    .default(false)
    .describe('As the Django backend had it: names keep the blanks around them, and new accounts are in no group'),
})
export type RosterFileInput = z.infer<typeof rosterFileInput>
