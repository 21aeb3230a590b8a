import { z } from 'zod'
import type { Outputs } from '../caller.ts'
import { file, jsonObject, text } from '../fields.ts'
import type { Links } from '../links.ts'
import { address } from './common.ts'

export const config = z
  .strictObject({
    id: z.int(),
    name: z.string(),
    description: z.string().nullable(),
    settings: z.record(z.string(), z.unknown()),
    file: address.nullable(),
  })
  .meta({ id: 'InstrumentConfig' })

export const toConfig = (links: Links, row: Outputs['configs']['get']): z.infer<typeof config> => ({
  id: row.id,
  name: row.name,
  description: row.description,
  settings: row.settings,
  file: row.url === null ? null : links.absolute(row.url),
})

export const newConfig = z.object({
  name: text({ max: 20 }),
  description: text({ max: 2000, blank: true }).nullable().optional(),
  settings: jsonObject.optional(),
  /** Null, or in a form nothing, for none. */
  file: z.union([z.literal('').transform(() => null), z.null(), file]).optional(),
})

export const configChanges = newConfig.partial()
export type ConfigChanges = z.infer<typeof configChanges>
