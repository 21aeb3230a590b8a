import { z } from 'zod'
import { text, verbatim } from '../fields.ts'

export const credentials = z.object({
  username: text({ max: 1024 }),
  password: verbatim.pipe(z.string().min(1).max(1024)),
})

export const token = z.strictObject({ token: z.string() }).meta({ id: 'Token' })
