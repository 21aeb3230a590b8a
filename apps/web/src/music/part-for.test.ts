import { expect, it } from 'vitest'
import { notationFor, sampleFor } from './part-for.ts'

const clarinet = { id: 4, transposition: { id: 2 } }
const viola = { id: 1, transposition: { id: 1 } }

const part = {
  sampleAudio: 'samples/the tune.mp3',
  transpositions: [
    { id: 1, notation: '{"score-partwise": {}}' },
    { id: 2, notation: '\n<?xml version="1.0"?>' },
  ],
  samples: [{ instrument: { id: 4 }, sampleAudio: 'samples/clarinet.mp3' }],
}

it('an instrument reads the notation of its transposition, where it is written down as MusicXML', () => {
  expect(notationFor(part, clarinet)).toBe('\n<?xml version="1.0"?>')
  expect(notationFor(part, viola)).toBeNull()
  expect(notationFor(part, { id: 9, transposition: { id: 9 } })).toBeNull()
})

it('the sample is that of the instrument, else that of the part', () => {
  expect(sampleFor(part, clarinet)).toBe('/media/samples/clarinet.mp3')
  expect(sampleFor(part, viola)).toBe('/media/samples/the%20tune.mp3')
  expect(sampleFor({ ...part, sampleAudio: '' }, null)).toBeNull()
})
