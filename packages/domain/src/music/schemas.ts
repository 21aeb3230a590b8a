import { z } from 'zod'
import { upload } from '../media/index.ts'
import { day, id, requiredText, text } from '../schemas.ts'
import { mostNotationCharacters, notationProblem } from './notation.ts'

export const listPiecesInput = z.object({
  search: text(255).trim().default('').describe('Words in the name of the piece or its composer'),
  ensembleType: text(100).optional(),
})
export type ListPiecesInput = z.infer<typeof listPiecesInput>

export const getPieceInput = z.object({ id })
export type GetPieceInput = z.infer<typeof getPieceInput>

const notation = text(mostNotationCharacters)

export const chordScalePattern = z.array(requiredText(100)).max(1000)

const composer = z.object({ name: requiredText(255), url: text(2000).default('') })

export const createPieceInput = z.object({
  name: requiredText(255),
  ensembleType: requiredText(100),
  composer: composer.nullable().default(null),
  video: text(2000).default(''),
  audio: text(2000).default(''),
  accompaniment: text(2000).default(''),
  dateComposed: day.nullable().default(null),
  parts: z
    .array(
      z.object({
        name: requiredText(255),
        partType: requiredText(100),
        chordScalePattern: chordScalePattern.nullable().default(null),
        transpositions: z.array(z.object({ transposition: requiredText(100), notation: notation.default('') })).max(50),
      }),
    )
    .max(50),
})
export type CreatePieceInput = z.infer<typeof createPieceInput>

export const deletePieceInput = z.object({ id })
export type DeletePieceInput = z.infer<typeof deletePieceInput>
/** An address that a page can make a link of: a `javascript:` one is none. */
const link = z.union([z.literal(''), z.url({ protocol: /^https?$/, error: 'takes an address that begins with http' })])

/** What is to become of a part's notation for one transposition: this MusicXML, or null for none. */
const writtenNotation = z.object({
  transposition: requiredText(100),
  notation: notation
    .nullable()
    .superRefine((value, { addIssue }) => {
      const problem = value === null ? null : notationProblem(value)
      if (problem !== null) addIssue({ code: 'custom', message: problem })
    })
    .describe('MusicXML; null takes it away'),
})

const partFields = {
  name: requiredText(255),
  chordScalePattern: chordScalePattern.nullable(),
}

const written = z.array(writtenNotation).max(50).default([])

export const updatePieceInput = z.object({
  id,
  name: requiredText(255).optional(),
  ensembleType: requiredText(100).optional(),
  composer: composer.nullable().optional(),
  video: link.optional(),
  audio: link.optional(),
  dateComposed: day.nullable().optional(),
  addParts: z
    .array(
      z.object({
        ...partFields,
        chordScalePattern: partFields.chordScalePattern.default(null),
        partType: requiredText(100),
        notations: written,
      }),
    )
    .max(50)
    .default([]),
  /** A part that is not named here stays as it is, and so does a transposition that is not. */
  changeParts: z
    .array(z.object({ id, ...z.object(partFields).partial().shape, notations: written }))
    .max(50)
    .default([]),
  removePartIds: z.array(id).max(50).default([]),
})
export type UpdatePieceInput = z.infer<typeof updatePieceInput>

export const pieceUseInput = z.object({ id })
export type PieceUseInput = z.infer<typeof pieceUseInput>

/** Where a recording of the library belongs: to a piece as its accompaniment, to a part, to a part on one instrument. */
export const recordingPlace = z.union([
  z.object({ pieceId: id }),
  z.object({ partId: id, instrumentId: id.nullable().default(null) }),
])
export type RecordingPlace = z.infer<typeof recordingPlace>

export const attachRecordingInput = z.object({ place: recordingPlace, ...upload.shape })
export type AttachRecordingInput = z.infer<typeof attachRecordingInput>

export const removeRecordingInput = z.object({ place: recordingPlace })
export type RemoveRecordingInput = z.infer<typeof removeRecordingInput>
