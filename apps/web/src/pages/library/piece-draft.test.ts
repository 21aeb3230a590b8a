import { describe, expect, it } from 'vitest'
import {
  changesOf,
  draftOf,
  type FullPiece,
  isChanged,
  newPart,
  type PieceDraft,
  placeKey,
  rebased,
} from './piece-draft.ts'

const piece = {
  id: 1,
  name: 'Ode',
  slug: 'ode',
  video: '',
  audio: 'https://example.org/ode',
  accompaniment: 'library/band.mp3',
  dateComposed: null,
  composer: { id: 1, name: 'Beethoven', url: '' },
  ensembleType: { id: 1, name: 'Band' },
  parts: [
    {
      id: 11,
      name: 'Ode Melody',
      pieceId: 1,
      sampleAudio: 'library/melody.mp3',
      chordScalePattern: ['tonic', 'dominant'],
      partType: { id: 1, name: 'Melody' },
      transpositions: [
        { id: 1, name: 'Bb', notation: '<b/>' },
        { id: 2, name: 'F', notation: '' },
      ],
      samples: [{ id: 1, instrument: { id: 5, name: 'Flute' }, sampleAudio: 'library/flute.mp3' }],
    },
    {
      id: 12,
      name: 'Ode Bassline',
      pieceId: 1,
      sampleAudio: '',
      chordScalePattern: null,
      partType: { id: 2, name: 'Bassline' },
      transpositions: [],
      samples: [],
    },
  ],
} satisfies FullPiece

const saved = draftOf(piece)
const edited = (change: (draft: PieceDraft) => void): PieceDraft => {
  const draft = structuredClone(saved)
  change(draft)
  return draft
}
const partAt = ({ parts }: PieceDraft, at: number) => {
  const part = parts[at]
  if (!part) throw new Error(`no part ${at}`)
  return part
}
const file = new File(['x'], 'take.wav')

describe('what of a piece changed', () => {
  it('is nothing where nothing did, or blanks alone', () => {
    expect(isChanged(changesOf(saved, structuredClone(saved)))).toBe(false)
    const spaced = edited((draft) => {
      draft.fields.name = ' Ode '
      partAt(draft, 0).pattern = 'tonic,dominant, '
    })
    expect(isChanged(changesOf(saved, spaced))).toBe(false)
  })

  it('is the fields that did, and no others', () => {
    const draft = edited(({ fields }) => Object.assign(fields, { composer: '', dateComposed: '1824-05-07' }))
    expect(changesOf(saved, draft)).toEqual({
      update: { composer: null, dateComposed: '1824-05-07', addParts: [], changeParts: [], removePartIds: [] },
      recordings: [],
    })
  })

  it('is parts that came, went, and were written anew', () => {
    const draft = edited((of) => {
      Object.assign(partAt(of, 0), { name: 'The Tune', pattern: '', notations: { F: '<f/>' } })
      of.parts[1] = { ...newPart('Combined', 'Ode'), notations: { Eb: '<e/>' } }
    })
    expect(changesOf(saved, draft).update).toEqual({
      addParts: [
        {
          partType: 'Combined',
          name: 'Ode Combined',
          chordScalePattern: null,
          notations: [{ transposition: 'Eb', notation: '<e/>' }],
        },
      ],
      changeParts: [
        {
          id: 11,
          name: 'The Tune',
          chordScalePattern: null,
          notations: [
            { transposition: 'Bb', notation: null },
            { transposition: 'F', notation: '<f/>' },
          ],
        },
      ],
      removePartIds: [12],
    })
  })

  it('is recordings that were chosen and taken away, but not those of a part that goes', () => {
    const draft = edited((of) => {
      of.accompaniment = null
      Object.assign(partAt(of, 0), { sample: { file }, samples: { 5: null, 6: { file } } })
    })
    expect(changesOf(saved, draft)).toEqual({
      update: null,
      recordings: [
        { place: { partType: null, instrumentId: null }, file: null },
        { place: { partType: 'Melody', instrumentId: null }, file },
        { place: { partType: 'Melody', instrumentId: 5 }, file: null },
        { place: { partType: 'Melody', instrumentId: 6 }, file },
      ],
    })
    const without = edited((of) => of.parts.shift())
    expect(changesOf(saved, without).recordings).toEqual([])
  })
})

it('after half a save, what has arrived is not sent again', () => {
  const draft = edited((of) => {
    of.accompaniment = { file }
    of.parts.push({ ...newPart('Combined', 'Ode'), sample: { file } })
  })
  const stands = edited((of) => {
    of.accompaniment = { key: 'library/new.wav' }
    of.parts.push({ ...newPart('Combined', 'Ode'), id: 13 })
  })
  const left = rebased(draft, stands, new Set([placeKey({ partType: null, instrumentId: null })]))
  expect(changesOf(stands, left)).toEqual({
    update: null,
    recordings: [{ place: { partType: 'Combined', instrumentId: null }, file }],
  })
})
