import { z } from 'zod'
import { upload } from '../media/index.ts'
import { id, jsonObject, requiredText, text } from '../schemas.ts'

const settings = jsonObject(50_000)

/** In process alone, as every file on its way in. */
const file = upload.optional()

export const createConfigInput = z.object({
  name: requiredText(20),
  description: text(2000).nullable().default(null),
  settings: settings.default({}),
  /** The site's own, for everybody; administrators alone. */
  forSite: z.boolean().default(false),
  upload: file,
})
export type CreateConfigInput = z.infer<typeof createConfigInput>

export const configId = z.object({ id })
export type ConfigId = z.infer<typeof configId>

export const updateConfigInput = z.object({
  id,
  name: requiredText(20).optional(),
  description: text(2000).nullable().optional(),
  settings: settings.optional(),
  upload: file,
})
export type UpdateConfigInput = z.infer<typeof updateConfigInput>

export const attachConfigFileInput = z.object({ id, ...upload.shape })
export type AttachConfigFileInput = z.infer<typeof attachConfigFileInput>
