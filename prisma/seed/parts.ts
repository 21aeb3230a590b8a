/** What each of the eight transpositions reads. */
import { type Clef, toMusicXml } from './musicxml.ts'
import { type Interval, transpose } from './notes.ts'
import type { EnsembleName, TranspositionName } from './reference.ts'
import type { Tune } from './tunes.ts'

type Reading = {
  clef: Clef
  /** From the treble register at concert pitch to what is written. */
  written: Interval
  /** From what is written to what sounds; absent where a note sounds as it is written. */
  sounding?: Interval
}

const octaves = (count: number): Interval => ({ steps: 7 * count, semitones: 12 * count })

const readings: Record<TranspositionName, Reading> = {
  'Alto Clef': { clef: 'alto', written: octaves(0) },
  Bb: { clef: 'treble', written: { steps: 1, semitones: 2 }, sounding: { steps: -1, semitones: -2 } },
  'Concert Pitch BC': { clef: 'bass', written: octaves(-1) },
  'Concert Pitch BC 8vb': { clef: 'bass', written: octaves(-2) },
  'Concert Pitch TC': { clef: 'treble', written: octaves(0) },
  'Concert Pitch TC 8va': { clef: 'treble', written: octaves(1) },
  // A sixth up rather than a third down: the alto saxophone's low notes are the hard ones.
  Eb: { clef: 'treble', written: { steps: 5, semitones: 9 }, sounding: { steps: -5, semitones: -9 } },
  F: { clef: 'treble', written: { steps: 4, semitones: 7 }, sounding: { steps: -4, semitones: -7 } },
}

/**
 * Both readers of BC 8vb sound an octave below the trombones and cellos. A band's tuba reads what it sounds, down to
 * the B flat below the staff; an orchestra's string bass reads the cellos' notes and sounds them an octave lower,
 * because its lowest string is the E below the staff.
 */
const stringBass: Reading = { clef: 'bass', written: octaves(-1), sounding: octaves(-1) }

const readingOf = (transposition: TranspositionName, ensemble: EnsembleName): Reading =>
  transposition === 'Concert Pitch BC 8vb' && ensemble === 'Orchestra' ? stringBass : readings[transposition]

/**
 * The melody or the bass line of a tune as instruments of a transposition read it. The flute's and the violin's part
 * sounds an octave above the melody as we keep it, that of the bass clefs one or two below, as in real life.
 * The bass line is written down where trombones and cellos play it; for it too, the treble register is an octave above.
 * @returns a MusicXML document
 */
export const partFor = (tune: Tune, part: 'Melody' | 'Bassline', transposition: TranspositionName): string => {
  const { clef, written, sounding } = readingOf(transposition, tune.ensemble)
  const concert = { notes: part === 'Melody' ? tune.melody : tune.bassline, fifths: tune.fifths }
  const inTreble = part === 'Melody' ? concert : transpose(concert, octaves(1))
  const { beats, beatType, tempo } = tune
  return toMusicXml({
    title: tune.name,
    composer: tune.composer?.name ?? null,
    partName: part,
    beats,
    beatType,
    tempo,
    clef,
    ...transpose(inTreble, written),
    ...(sounding ? { sounding } : {}),
  })
}
