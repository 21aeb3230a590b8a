/** What answers have in common. */
import { z } from 'zod'

export const detail = z.strictObject({ detail: z.string() }).meta({ id: 'Detail' })

/** What is wrong with a body: messages by field, or of the whole, or one message in the manner of some old views. */
const invalid = z
  .union([
    detail,
    z.looseObject({ error: z.string() }),
    z.looseObject({ message: z.string() }),
    z.record(z.string(), z.unknown()),
  ])
  .meta({ id: 'Invalid' })

export const nothing = z.undefined().meta({ description: 'Nothing' })

/** What any route may answer beside what it is for. */
export const refusals = {
  400: invalid,
  403: detail,
  404: detail,
  405: detail,
  413: detail,
  415: detail,
  429: detail,
} as const

export const day = z.iso.date()
export const time = z.iso.datetime()
export const address = z.url()
