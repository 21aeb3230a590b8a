/** A piece as it is being edited, and what of it changed: pure. */
import type { Inputs, Outputs } from '../../api/client.ts'

export type FullPiece = Outputs['music']['piece']
type UpdatePiece = Inputs['music']['updatePiece']

/** A recording: kept under its key, a file that was chosen just now, or none. */
export type Recording = { key: string } | { file: File } | null

export type PieceFields = {
  name: string
  composer: string
  ensembleType: string
  dateComposed: string
  video: string
  audio: string
}

/** A piece has one part of a type, by which it is known also before it is saved. */
export type PartDraft = {
  id: number | null
  partType: string
  name: string
  /** Scale degrees or chords with commas between them. */
  pattern: string
  /** By the name of the transposition. */
  notations: Record<string, string>
  sample: Recording
  /** By the id of the instrument. */
  samples: Record<number, Recording>
}

export type PieceDraft = { fields: PieceFields; accompaniment: Recording; parts: PartDraft[] }

const recordingOf = (key: string): Recording => (key === '' ? null : { key })

export const noFields = (ensembleType: string): PieceFields => ({
  name: '',
  composer: '',
  ensembleType,
  dateComposed: '',
  video: '',
  audio: '',
})

export const draftOf = (piece: FullPiece): PieceDraft => ({
  fields: {
    name: piece.name,
    composer: piece.composer?.name ?? '',
    ensembleType: piece.ensembleType.name,
    dateComposed: piece.dateComposed ?? '',
    video: piece.video,
    audio: piece.audio,
  },
  accompaniment: recordingOf(piece.accompaniment),
  parts: piece.parts.map((part) => ({
    id: part.id,
    partType: part.partType.name,
    name: part.name,
    pattern: (part.chordScalePattern ?? []).join(', '),
    notations: Object.fromEntries(
      part.transpositions.filter(({ notation }) => notation).map(({ name, notation }) => [name, notation ?? '']),
    ),
    sample: recordingOf(part.sampleAudio),
    samples: Object.fromEntries(part.samples.map((row) => [row.instrument.id, recordingOf(row.sampleAudio)])),
  })),
})

export const newPart = (partType: string, piece: string): PartDraft => ({
  id: null,
  partType,
  name: [piece, partType].filter(Boolean).join(' '),
  pattern: '',
  notations: {},
  sample: null,
  samples: {},
})

/** Where a recording belongs: to the piece without a part type, to the part itself without an instrument. */
export type Place = { partType: string | null; instrumentId: number | null }

export const placeKey = ({ partType, instrumentId }: Place): string => `${partType ?? ''}:${instrumentId ?? ''}`

export type Changes = {
  /** Null where nothing but recordings changed. */
  update: Omit<UpdatePiece, 'id'> | null
  /** Files to be sent, and null for a recording to be removed. */
  recordings: { place: Place; file: File | null }[]
}

const patternOf = (pattern: string): string[] | null => {
  const names = pattern
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  return names.length === 0 ? null : names
}

/** The fields as the server takes them. */
export const fieldsForServer = ({ name, composer, ensembleType, dateComposed, video, audio }: PieceFields) => ({
  name: name.trim(),
  composer: composer.trim() === '' ? null : { name: composer.trim() },
  ensembleType,
  dateComposed: dateComposed || null,
  video: video.trim(),
  audio: audio.trim(),
})

const changedFields = (saved: PieceFields, fields: PieceFields): Partial<ReturnType<typeof fieldsForServer>> => {
  const before = fieldsForServer(saved)
  const now = Object.entries(fieldsForServer(fields))
  return Object.fromEntries(
    now.filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof typeof before])),
  )
}

const changedNotations = (saved: PartDraft | undefined, { notations }: PartDraft) => {
  const before = saved?.notations ?? {}
  const names = new Set([...Object.keys(before), ...Object.keys(notations)])
  return [...names].flatMap((transposition) =>
    before[transposition] === notations[transposition]
      ? []
      : [{ transposition, notation: notations[transposition] ?? null }],
  )
}

const changedRecording = (
  saved: Recording | undefined,
  recording: Recording | undefined,
  place: Place,
): Changes['recordings'] => {
  if (recording && 'file' in recording) return [{ place, file: recording.file }]
  return saved && !recording ? [{ place, file: null }] : []
}

const changedRecordings = (saved: PartDraft | undefined, part: PartDraft): Changes['recordings'] => {
  const { partType } = part
  const instruments = new Set([...Object.keys(saved?.samples ?? {}), ...Object.keys(part.samples)].map(Number))
  return [
    ...changedRecording(saved?.sample, part.sample, { partType, instrumentId: null }),
    ...[...instruments].flatMap((instrumentId) =>
      changedRecording(saved?.samples[instrumentId], part.samples[instrumentId], { partType, instrumentId }),
    ),
  ]
}

/** What has to be written for `saved` to become `draft`. */
export const changesOf = (saved: PieceDraft, draft: PieceDraft): Changes => {
  const fields = changedFields(saved.fields, draft.fields)
  const savedPart = (part: PartDraft) => saved.parts.find(({ id }) => id !== null && id === part.id)
  const addParts = draft.parts
    .filter((part) => !savedPart(part))
    .map((part) => ({
      partType: part.partType,
      name: part.name.trim(),
      chordScalePattern: patternOf(part.pattern),
      notations: changedNotations(undefined, part),
    }))
  const changeParts = draft.parts.flatMap((part) => {
    const before = savedPart(part)
    if (!before || before.id === null) return []
    const pattern = patternOf(part.pattern)
    const change = {
      ...(part.name.trim() === before.name ? {} : { name: part.name.trim() }),
      ...(JSON.stringify(pattern) === JSON.stringify(patternOf(before.pattern)) ? {} : { chordScalePattern: pattern }),
    }
    const notations = changedNotations(before, part)
    return Object.keys(change).length + notations.length === 0 ? [] : [{ id: before.id, ...change, notations }]
  })
  const kept = new Set(draft.parts.map(({ id }) => id))
  const removePartIds = saved.parts.flatMap(({ id }) => (id === null || kept.has(id) ? [] : [id]))
  const isSame = Object.keys(fields).length + addParts.length + changeParts.length + removePartIds.length === 0
  return {
    update: isSame ? null : { ...fields, addParts, changeParts, removePartIds },
    recordings: [
      ...changedRecording(saved.accompaniment, draft.accompaniment, { partType: null, instrumentId: null }),
      ...draft.parts.flatMap((part) => changedRecordings(savedPart(part), part)),
    ],
  }
}

export const isChanged = ({ update, recordings }: Changes): boolean => update !== null || recordings.length > 0

/**
 * What is still to be saved after a save that went wrong on its way: `saved` is how the piece stands now, `sent` the places
 * whose recordings have arrived.
 */
export const rebased = (draft: PieceDraft, saved: PieceDraft, sent: ReadonlySet<string>): PieceDraft => {
  const now = (place: Place, recording: Recording, stored: Recording | undefined): Recording =>
    sent.has(placeKey(place)) ? (stored ?? null) : recording
  return {
    ...draft,
    accompaniment: now({ partType: null, instrumentId: null }, draft.accompaniment, saved.accompaniment),
    parts: draft.parts.map((part) => {
      const { partType } = part
      const stored = saved.parts.find((row) => row.partType === partType)
      return {
        ...part,
        id: stored?.id ?? null,
        sample: now({ partType, instrumentId: null }, part.sample, stored?.sample),
        samples: Object.fromEntries(
          Object.entries(part.samples).map(([id, recording]) => [
            id,
            now({ partType, instrumentId: Number(id) }, recording, stored?.samples[Number(id)]),
          ]),
        ),
      }
    }),
  }
}
