import type { Prisma } from '@cpr/db'
import { toDayOrNull } from '../serialize.ts'
import { chordScalePattern } from './schemas.ts'

export const pieceSelect = {
  id: true,
  name: true,
  slug: true,
  video: true,
  audio: true,
  accompaniment: true,
  dateComposed: true,
  composer: { select: { id: true, name: true, url: true } },
  ensembleType: { select: { id: true, name: true } },
} as const satisfies Prisma.PieceSelect

export type PieceRow = Prisma.PieceGetPayload<{ select: typeof pieceSelect }>

export const toPiece = ({ dateComposed, ...piece }: PieceRow) => ({
  ...piece,
  dateComposed: toDayOrNull(dateComposed),
})

/** A part without its notation, which is most of its weight: add `notation` where somebody is going to read it. */
export const partSelect = {
  id: true,
  name: true,
  pieceId: true,
  sampleAudio: true,
  chordScalePattern: true,
  partType: { select: { id: true, name: true } },
  transpositions: {
    select: { transposition: { select: { id: true, name: true } } },
    orderBy: { transpositionId: 'asc' },
  },
  samples: {
    select: { id: true, instrument: { select: { id: true, name: true } }, sampleAudio: true },
    orderBy: { instrumentId: 'asc' },
  },
} as const satisfies Prisma.PartSelect

export const partWithNotationSelect = {
  ...partSelect,
  transpositions: {
    select: { notation: true, transposition: { select: { id: true, name: true } } },
    orderBy: { transpositionId: 'asc' },
  },
} as const satisfies Prisma.PartSelect

export type PartRow = Omit<Prisma.PartGetPayload<{ select: typeof partSelect }>, 'transpositions'> & {
  transpositions: { notation?: string; transposition: { id: number; name: string } }[]
}

export const toPart = ({ chordScalePattern: pattern, transpositions, ...part }: PartRow) => ({
  ...part,
  chordScalePattern: chordScalePattern.nullable().catch(null).parse(pattern),
  /** `notation` is there where it was asked for: MusicXML, or the JSON form of it. */
  transpositions: transpositions.map((row): { id: number; name: string; notation?: string } => ({
    ...row.transposition,
    ...(row.notation === undefined ? {} : { notation: row.notation }),
  })),
})
