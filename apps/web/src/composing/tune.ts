/** A composition of the step editor: one voice on a grid of eighths. What no note fills is rests. */

/** `pitch` counts the white keys, C0 being 0; which are sharp or flat the key says. */
export type Tone = { at: number; eighths: number; pitch: number }

/** The page that is composed on, as for the student's own part: at written pitch, with the transposition beside it. */
export type Paper = {
  fifths: number
  beats: number
  beatType: number
  clef: { sign: 'G' | 'C' | 'F'; line: number }
  transpose: { diatonic: number; chromatic: number; octaves: number } | null
}

/** Its tones are in order, do not overlap and do not cross a bar line. */
export type Tune = { paper: Paper; bars: number; tones: Tone[] }

/** The lengths that are one note head, longest first. */
export const lengths = [8, 6, 4, 3, 2, 1] as const

export const barLength = ({ beats, beatType }: Paper): number => (beats * 8) / beatType

/** The pitches that are offered, highest first: the staff, and two steps below and above it. */
export const pitchesOf = ({ clef: { sign, line } }: Paper): number[] => {
  const bottomLine = { G: 32, C: 28, F: 24 }[sign] - 2 * (line - 1)
  return Array.from({ length: 13 }, (_, i) => bottomLine + 10 - i)
}

/** @returns the tone that sounds at a step */
export const toneAt = ({ tones }: Tune, step: number): Tone | undefined =>
  tones.find(({ at, eighths }) => at <= step && step < at + eighths)

/** Sets a note in place of what stood there; it is shortened where the bar ends before it. */
export const withTone = (tune: Tune, { at, eighths, pitch }: Tone): Tune => {
  const full = barLength(tune.paper)
  const fits = lengths.find((length) => length <= Math.min(eighths, full - (at % full))) ?? 1
  const others = tune.tones.filter((tone) => tone.at + tone.eighths <= at || at + fits <= tone.at)
  return { ...tune, tones: [...others, { at, eighths: fits, pitch }].sort((a, b) => a.at - b.at) }
}

/** Makes a rest of the tone that sounds at a step. */
export const withoutTone = (tune: Tune, step: number): Tune => {
  const tone = toneAt(tune, step)
  return tone ? { ...tune, tones: tune.tones.filter((other) => other !== tone) } : tune
}

/** Adds empty bars at the end, or takes bars away with what stands in them. */
export const withBars = (tune: Tune, bars: number): Tune => ({
  ...tune,
  bars,
  tones: tune.tones.filter(({ at }) => at < bars * barLength(tune.paper)),
})
