import { z } from 'zod'
import type { Outputs } from '../caller.ts'

export const instrument = z
  .strictObject({ id: z.int(), name: z.string(), transposition: z.string() })
  .meta({ id: 'Instrument' })
export type Instrument = z.infer<typeof instrument>

type Row = Outputs['instruments']['get']

export const toInstrument = ({ id, name, transposition }: Row): Instrument => ({
  id,
  name,
  transposition: transposition.name,
})

export const toInstrumentOrNull = (row: Row | null): Instrument | null => row && toInstrument(row)
