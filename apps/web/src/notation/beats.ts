/** Where the metronome clicks, in quarter notes from the first note. */
import type { Engraving, Meter } from './engrave.ts'

export type Click = { at: number; isStrong: boolean }

type Score = Pick<Engraving, 'bars' | 'quarters' | 'meter'>

const barQuarters = ({ beats, beatType }: Meter): number => (beats * 4) / beatType

/** A beat as it is counted: three eighths together in 6/8, 9/8 and 12/8. */
const beatQuarters = ({ beats, beatType }: Meter): number =>
  beatType === 8 && beats % 3 === 0 && beats > 3 ? 1.5 : 4 / beatType

/** Where the first whole bar begins: behind the pickup, if there is one. */
const firstDownbeat = ({ bars, quarters, meter }: Score): number => {
  const second = bars[1] ?? quarters
  return second < barQuarters(meter) ? second : 0
}

/** The clicks while a score is played. */
export const clicksOf = (score: Score): Click[] => {
  const { bars, quarters, meter } = score
  const beat = beatQuarters(meter)
  const downbeat = firstDownbeat(score)
  const pickup = steps(beat, downbeat).map((back) => ({ at: downbeat - back, isStrong: false }))
  const rest = bars
    .filter((bar) => bar >= downbeat)
    .flatMap((bar, index, starts) => {
      const length = (starts[index + 1] ?? quarters) - bar
      return [0, ...steps(beat, length - 0.001)].map((from) => ({ at: bar + from, isStrong: from === 0 }))
    })
  return [...pickup.reverse(), ...rest]
}

/** The clicks before the first note: one whole bar, and with a pickup the bar that it completes. */
export const countInOf = (score: Score): Click[] => {
  const { meter } = score
  const bar = barQuarters(meter)
  const beat = beatQuarters(meter)
  const downbeat = firstDownbeat(score)
  const begin = downbeat - bar * (downbeat > 0 ? 2 : 1)
  return [0, ...steps(beat, -begin - 0.001)].map((from) => ({ at: begin + from, isStrong: from % bar === 0 }))
}

/** One step, two steps … up to an end. */
const steps = (step: number, end: number): number[] =>
  Array.from({ length: Math.max(0, Math.floor(end / step)) }, (_, index) => (index + 1) * step)

/** The bar in which a point of a score lies, from 0. */
export const barAt = ({ bars }: Pick<Engraving, 'bars'>, at: number): number =>
  Math.max(0, bars.filter((bar) => bar <= at + 0.001).length - 1)
