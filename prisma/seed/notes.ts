/**
 * A melody as a musician would type it: `D4:2 C4:2 | Bb3:4`.
 *
 *     D4       step and octave; C4 is middle C
 *     F#4 Bb3  every accidental is written, also those of the key signature
 *     r        a rest
 *     D4:2     length in quarter notes: 4, 3, 2, 1.5, 1 or 0.5; without one, 1
 *     D4:4~    tied to the next note, which has the same pitch
 *     |        between two bars
 */

export type Pitch = { step: Step; alter: number; octave: number }
export type Note = { pitch: Pitch | null; quarters: number; tied: boolean }

/** A way from one pitch to another: letters on the staff and semitones, upwards positive. */
export type Interval = { steps: number; semitones: number }

type Step = (typeof STEPS)[number]

const STEPS = ['C', 'D', 'E', 'F', 'G', 'A', 'B'] as const
const SEMITONES = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 } as const satisfies Record<Step, number>
const LENGTHS: readonly number[] = [4, 3, 2, 1.5, 1, 0.5]
const NOTE = /^(?:r|([A-G])(##?|bb?)?(\d))(?::(\d+(?:\.5)?))?(~)?$/

/**
 * Reads a note list.
 * @returns the notes of each bar, lengths in quarter notes
 * @throws {Error} naming the bar, counted from 1 with a pickup as the first
 */
export const parseBars = (text: string): Note[][] => {
  const bars = text.split('|').map((bar, index) =>
    bar
      .trim()
      .split(/\s+/)
      .map((word) => parseNote(word, index + 1)),
  )
  checkTies(bars)
  return bars
}

const parseNote = (word: string, bar: number): Note => {
  const match = NOTE.exec(word)
  if (match === null) throw new Error(`Bar ${bar}: "${word}" is not a note`)
  const [, step, accidental = '', octave, length = '1', tie] = match
  const quarters = Number(length)
  if (!LENGTHS.includes(quarters)) throw new Error(`Bar ${bar}: "${word}" lasts none of ${LENGTHS.join(', ')} quarters`)
  const alter = accidental.startsWith('b') ? -accidental.length : accidental.length
  const pitch = step === undefined ? null : { step: step as Step, alter, octave: Number(octave) }
  return { pitch, quarters, tied: tie !== undefined }
}

const checkTies = (bars: Note[][]): void => {
  const notes = bars.flatMap((bar, index) => bar.map((note) => ({ ...note, bar: index + 1 })))
  for (const [index, { pitch, tied, bar }] of notes.entries()) {
    const next = notes[index + 1]?.pitch
    if (tied && (!pitch || !next || pitchText(pitch) !== pitchText(next)))
      throw new Error(`Bar ${bar}: a tie leads to no note of the same pitch`)
  }
}

/** @returns semitones, 60 being middle C */
export const midiNumber = ({ step, alter, octave }: Pitch): number => 12 * (octave + 1) + SEMITONES[step] + alter

/** Moves a pitch by an interval, so that the spelling follows the staff: a second up from E is an F of some kind. */
export const transposePitch = (pitch: Pitch, { steps, semitones }: Interval): Pitch => {
  const place = 7 * pitch.octave + STEPS.indexOf(pitch.step) + steps
  const octave = Math.floor(place / 7)
  const step = STEPS[place - 7 * octave] as Step
  return { step, octave, alter: midiNumber(pitch) + semitones - midiNumber({ step, octave, alter: 0 }) }
}

/**
 * Moves a note list and its key signature (sharps positive, flats negative) by an interval.
 * @throws {RangeError} where the new key has more than seven sharps or flats
 */
export const transpose = (
  { notes, fifths }: { notes: string; fifths: number },
  interval: Interval,
): { notes: string; fifths: number } => {
  // A step along the circle of fifths is 7 semitones or 4 letters; this solves for the number of steps.
  const moved = fifths + 7 * interval.semitones - 12 * interval.steps
  if (Math.abs(moved) > 7) throw new RangeError(`No key signature has ${Math.abs(moved)} sharps or flats`)
  const bars = parseBars(notes).map((bar) =>
    bar.map((note) => noteText({ ...note, pitch: note.pitch && transposePitch(note.pitch, interval) })).join(' '),
  )
  return { notes: bars.join(' | '), fifths: moved }
}

const noteText = ({ pitch, quarters, tied }: Note): string =>
  `${pitch ? pitchText(pitch) : 'r'}${quarters === 1 ? '' : `:${quarters}`}${tied ? '~' : ''}`

const pitchText = ({ step, alter, octave }: Pitch): string =>
  `${step}${(alter < 0 ? 'b' : '#').repeat(Math.abs(alter))}${octave}`
