import fc from 'fast-check'
import { VerovioToolkit } from 'verovio/esm'
import createVerovioModule from 'verovio/wasm'
import { expect, it } from 'vitest'
import { engrave } from '../notation/engrave.ts'
import { alterOf, paperLike, readTune, writeTune } from './musicxml.ts'
import {
  barLength,
  lengths,
  type Paper,
  pitchesOf,
  type Tune,
  toneAt,
  withBars,
  withoutTone,
  withTone,
} from './tune.ts'

const papers: fc.Arbitrary<Paper> = fc.record({
  fifths: fc.integer({ min: -7, max: 7 }),
  beats: fc.integer({ min: 1, max: 12 }),
  beatType: fc.constantFrom(2, 4, 8),
  clef: fc.constantFrom({ sign: 'G', line: 2 }, { sign: 'C', line: 3 }, { sign: 'F', line: 4 }),
  transpose: fc.constantFrom(
    null,
    { diatonic: -1, chromatic: -2, octaves: 0 },
    { diatonic: 0, chromatic: 0, octaves: -1 },
  ),
})

const tunes: fc.Arbitrary<Tune> = fc
  .tuple(
    papers,
    fc.integer({ min: 1, max: 6 }),
    fc.array(fc.tuple(fc.nat(200), fc.constantFrom(...lengths), fc.nat(12), fc.boolean()), { maxLength: 40 }),
  )
  .map(([paper, bars, edits]) =>
    edits.reduce<Tune>(
      (tune, [step, eighths, row, sets]) => {
        const at = step % (bars * barLength(paper))
        return sets ? withTone(tune, { at, eighths, pitch: pitchesOf(paper)[row] ?? 0 }) : withoutTone(tune, at)
      },
      { paper, bars, tones: [] },
    ),
  )

const blank: Tune = { paper: paperLike(''), bars: 2, tones: [] }

it('reads back what it wrote', () => {
  fc.assert(
    fc.property(tunes, (tune) => {
      expect(readTune(writeTune(tune))).toEqual(tune)
    }),
  )
})

it('no tones overlap or cross a bar line, and every bar is full', () => {
  fc.assert(
    fc.property(tunes, (tune) => {
      const full = barLength(tune.paper)
      for (const [i, { at, eighths }] of tune.tones.entries()) {
        expect((at % full) + eighths).toBeLessThanOrEqual(full)
        expect(at + eighths).toBeLessThanOrEqual(tune.tones[i + 1]?.at ?? tune.bars * full)
      }
      for (const bar of writeTune(tune).split('<measure ').slice(1)) {
        const durations = [...bar.matchAll(/<duration>(\d+)</g)].map(([, duration]) => Number(duration))
        expect(durations.reduce((sum, one) => sum + one, 0)).toBe(full)
      }
    }),
  )
})

it('shortens a note at the end of a bar, and replaces what stood there', () => {
  const tune = withTone(withTone(blank, { at: 6, eighths: 1, pitch: 30 }), { at: 5, eighths: 8, pitch: 31 })
  expect(tune.tones).toEqual([{ at: 5, eighths: 3, pitch: 31 }])
  expect(toneAt(tune, 7)?.pitch).toBe(31)
  expect(withBars(withTone(tune, { at: 8, eighths: 2, pitch: 30 }), 1).tones).toEqual(tune.tones)
})

it('sharpens and flattens as the key says', () => {
  expect([alterOf(31, 1), alterOf(30, 1), alterOf(34, -1), alterOf(30, -1)]).toEqual([1, 0, -1, 0])
})

it('is drawn by Verovio, note for note', async () => {
  const toolkit = new VerovioToolkit(await createVerovioModule())
  const tune = withTone(withTone(blank, { at: 0, eighths: 3, pitch: 30 }), { at: 8, eighths: 8, pitch: 34 })
  expect(engrave(toolkit, writeTune(tune), 600).svg.match(/class="note"/g)).toHaveLength(2)
})
