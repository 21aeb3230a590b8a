import { z } from 'zod'
import type { Outputs } from '../caller.ts'
import { text, verbatim } from '../fields.ts'
import type { Links } from '../links.ts'
import { address, day } from './common.ts'

export const piece = z
  .strictObject({
    id: z.int(),
    name: z.string(),
    slug: z.string(),
    composer: z.strictObject({ name: z.string(), url: z.string() }).nullable(),
    video: z.string(),
    audio: z.string(),
    date_composed: day.nullable(),
    ensemble_type: z.int(),
    accompaniment: address.nullable(),
  })
  .meta({ id: 'Piece' })
export type Piece = z.infer<typeof piece>

type PieceRow = Outputs['music']['pieces'][number]

export const toPiece = (links: Links, row: PieceRow): Piece => ({
  id: row.id,
  name: row.name,
  slug: row.slug,
  composer: row.composer && { name: row.composer.name, url: row.composer.url },
  video: row.video,
  audio: row.audio,
  date_composed: row.dateComposed,
  ensemble_type: row.ensembleType.id,
  accompaniment: links.media(row.accompaniment),
})

export const part = z
  .strictObject({
    name: z.string(),
    piece,
    transpositions: z.array(
      z.strictObject({
        part: z.int(),
        transposition: z.strictObject({ id: z.int(), name: z.string() }),
        flatio: z.string(),
      }),
    ),
    sample_audio: address.nullable(),
    chord_scale_pattern: z.array(z.string()).nullable(),
    instrument_samples: z.array(
      z.strictObject({ id: z.int(), part: z.int(), instrument: z.int(), sample_audio: address.nullable() }),
    ),
  })
  .meta({ id: 'Part' })
export type Part = z.infer<typeof part>

type PartRow = Outputs['music']['piece']['parts'][number]

export const toPart = (links: Links, row: PartRow, of: Piece): Part => ({
  name: row.name,
  piece: of,
  transpositions: row.transpositions.map(({ id, name, notation = '' }) => ({
    part: row.id,
    transposition: { id, name },
    flatio: notation,
  })),
  sample_audio: links.media(row.sampleAudio),
  chord_scale_pattern: row.chordScalePattern,
  instrument_samples: row.samples.map((sample) => ({
    id: sample.id,
    part: row.id,
    instrument: sample.instrument.id,
    sample_audio: links.media(sample.sampleAudio),
  })),
})

/** The parts of pieces by their ids, each made once: many rows show the same one. */
export const partsOf = (links: Links, pieces: Outputs['music']['piece'][]): Map<number, Part> =>
  new Map(
    pieces.flatMap(({ parts, ...row }) => {
      const of = toPiece(links, row)
      return parts.map((each) => [each.id, toPart(links, each, of)] as const)
    }),
  )

export const newPiece = z.object({
  name: text({ max: 255 }),
  ensemble_type: text({ max: 100 }),
  accompaniment: text({ max: 2000, blank: true }),
  video: text({ max: 2000, blank: true }).default(''),
  parts: z.array(
    z.object({
      name: text({ max: 255 }),
      part_type: text({ max: 100 }),
      transpositions: z.array(z.object({ transposition: text({ max: 100 }), flatio: verbatim.default('') })),
    }),
  ),
})

export const writtenPiece = z
  .strictObject({
    name: z.string(),
    ensemble_type: z.string(),
    parts: z.array(
      z.strictObject({
        name: z.string(),
        part_type: z.string(),
        transpositions: z.array(z.strictObject({ transposition: z.string(), flatio: z.string() })),
      }),
    ),
    accompaniment: z.string(),
    video: z.string(),
  })
  .meta({ id: 'WrittenPiece' })
