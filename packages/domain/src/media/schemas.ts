import { Readable } from 'node:stream'
import { z } from 'zod'
import { requiredText } from '../schemas.ts'

/** A file on its way in. A stream cannot come as JSON: the transports that take files call the procedure in process. */
export const upload = z.object({
  filename: requiredText(255),
  body: z.instanceof(Readable),
})
export type UploadInput = z.infer<typeof upload>
