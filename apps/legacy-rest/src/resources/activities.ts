import { z } from 'zod'
import type { Outputs } from '../caller.ts'
import type { Links } from '../links.ts'
import { piece, toPiece } from './music.ts'

export const activity = z
  .strictObject({
    activity_type: z.strictObject({ name: z.string(), category: z.string() }),
    part_type: z.string().nullable(),
    body: z.string(),
  })
  .meta({ id: 'Activity' })

type ActivityRow = Outputs['plans']['activities'][number]

export const toActivity = ({ type, category, partType, body }: ActivityRow): z.infer<typeof activity> => ({
  activity_type: { name: type, category },
  part_type: partType,
  body,
})

export const planType = z.enum(['telephone_fixed'])

export const piecePlan = z
  .strictObject({ id: z.int(), piece, type: planType.nullable(), activities: z.array(activity) })
  .meta({ id: 'PiecePlan' })

export const toPiecePlan = (links: Links, row: Outputs['plans']['ofCourse'][number]): z.infer<typeof piecePlan> => ({
  id: row.id,
  piece: toPiece(links, row.piece),
  type: row.type === null ? null : 'telephone_fixed',
  activities: row.activities.map(toActivity),
})
