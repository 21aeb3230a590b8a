import type { Prisma } from '@cpr/db'

export const instrumentSelect = {
  id: true,
  name: true,
  midiProgramNumber: true,
  transposition: { select: { id: true, name: true } },
} as const satisfies Prisma.InstrumentSelect

export type InstrumentRow = Prisma.InstrumentGetPayload<{ select: typeof instrumentSelect }>
