import { z } from 'zod'
import { id } from '../schemas.ts'

export const getInstrumentInput = z.object({ id })
export type GetInstrumentInput = z.infer<typeof getInstrumentInput>
