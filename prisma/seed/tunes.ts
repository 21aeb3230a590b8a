/**
 * The tunes of the seed, all in the public domain. Note lists are at concert pitch, in the notation of `notes.ts`: the
 * melody where a treble clef reads it, the bass line where a bass clef does. Keys and registers suit beginners: flats
 * for bands, sharps for strings, no melody too high for the horns (a fifth up) or for violins in first position (an
 * octave up), none that takes clarinets or trumpets below their staff for long. The bass lines are ours: roots and
 * fifths.
 */
import type { EnsembleName } from './reference.ts'

export type Harmony = 'tonic' | 'subdominant' | 'dominant'
export type TuneComposer = { name: string; url: string }

export type Tune = {
  name: string
  composer: TuneComposer | null
  ensemble: EnsembleName
  /** Sharps of the concert key; flats are negative. */
  fifths: number
  beats: number
  beatType: number
  /** Quarter notes a minute. */
  tempo: number
  /** ISO date of the first performance, or the first of January where only the year is known. */
  dateComposed: string | null
  melody: string
  bassline: string
  /** The harmony that each bar begins with; a pickup has none. */
  chordScalePattern: readonly Harmony[] | null
}

const traditional: TuneComposer = { name: 'Traditional', url: '' }
const commonTime = { beats: 4, beatType: 4 } as const

/** Writes a pattern with one letter a bar: t, s and d. */
const harmonies = (letters: string): Harmony[] => {
  const names: Record<string, Harmony> = { t: 'tonic', s: 'subdominant', d: 'dominant' }
  return Array.from(letters.replaceAll(' ', ''), (letter) => names[letter] as Harmony)
}

const hotCrossBuns: Tune = {
  name: 'Hot Cross Buns',
  composer: traditional,
  ensemble: 'Band',
  fifths: -2,
  ...commonTime,
  tempo: 108,
  dateComposed: null,
  melody: `
    D4:2 C4:2 | Bb3:4 | D4:2 C4:2 | Bb3:4 |
    Bb3 Bb3 Bb3 Bb3 | C4 C4 C4 C4 | D4:2 C4:2 | Bb3:4`,
  bassline: `
    Bb2:2 F3:2 | Bb2:4 | Bb2:2 F3:2 | Bb2:4 |
    Bb2:2 Bb2:2 | F3:2 F3:2 | Bb2:2 F3:2 | Bb2:4`,
  chordScalePattern: harmonies('tttt tdtt'),
}

const whenTheSaints: Tune = {
  name: 'When the Saints Go Marching In',
  composer: traditional,
  ensemble: 'Band',
  fifths: -3,
  ...commonTime,
  tempo: 144,
  dateComposed: null,
  melody: `
    Eb4 G4 Ab4 |
    Bb4:4~ | Bb4 Eb4 G4 Ab4 | Bb4:4~ | Bb4 Eb4 G4 Ab4 |
    Bb4:2 G4:2 | Eb4:2 G4:2 | F4:4~ | F4 G4 G4 F4 |
    Eb4:3 Eb4 | G4:2 Bb4:2 | Bb4 Ab4:3~ | Ab4:2 G4 Ab4 |
    Bb4:2 G4:2 | Eb4:2 F4:2 | Eb4:4~ | Eb4`,
  bassline: `
    r:3 |
    Eb3:2 Bb2:2 | Eb3:2 Bb2:2 | Eb3:2 Bb2:2 | Eb3:2 Bb2:2 |
    Eb3:2 Bb2:2 | Eb3:2 Bb2:2 | Bb2:2 F3:2 | Bb2:2 Bb2:2 |
    Eb3:2 Bb2:2 | Eb3:2 Bb2:2 | Ab3:2 Eb3:2 | Ab3:2 Eb3:2 |
    Eb3:2 Bb2:2 | Bb2:2 Bb2:2 | Eb3:2 Bb2:2 | Eb3`,
  chordScalePattern: harmonies('tttt ttdd ttss tdtt'),
}

const yankeeDoodle: Tune = {
  name: 'Yankee Doodle',
  composer: traditional,
  ensemble: 'Band',
  fifths: -1,
  ...commonTime,
  tempo: 152,
  dateComposed: null,
  melody: `
    F4 F4 G4 A4 | F4 A4 G4 C4 | F4 F4 G4 A4 | F4:2 E4:2 |
    F4 F4 G4 A4 | Bb4 A4 G4 F4 | E4 C4 D4 E4 | F4:2 F4:2`,
  bassline: `
    F3:2 C3:2 | F3:2 C3:2 | F3:2 C3:2 | F3:2 C3:2 |
    F3:2 C3:2 | Bb2:2 F3:2 | C3:2 G3:2 | F3:2 F3:2`,
  chordScalePattern: harmonies('tttt tsdt'),
}

/** With Beethoven's own early entry of the last line, tied over the bar line, that many method books smooth out. */
const odeToJoy: Tune = {
  name: 'Ode to Joy',
  composer: { name: 'Ludwig van Beethoven', url: 'https://en.wikipedia.org/wiki/Ludwig_van_Beethoven' },
  ensemble: 'Band',
  fifths: -3,
  ...commonTime,
  tempo: 116,
  dateComposed: '1824-05-07',
  melody: `
    G4 G4 Ab4 Bb4 | Bb4 Ab4 G4 F4 | Eb4 Eb4 F4 G4 | G4:1.5 F4:0.5 F4:2 |
    G4 G4 Ab4 Bb4 | Bb4 Ab4 G4 F4 | Eb4 Eb4 F4 G4 | F4:1.5 Eb4:0.5 Eb4:2 |
    F4 F4 G4 Eb4 | F4 G4:0.5 Ab4:0.5 G4 Eb4 | F4 G4:0.5 Ab4:0.5 G4 F4 | Eb4 F4 Bb3 G4~ |
    G4 G4 Ab4 Bb4 | Bb4 Ab4 G4 F4 | Eb4 Eb4 F4 G4 | F4:1.5 Eb4:0.5 Eb4:2`,
  bassline: `
    Eb3:2 Bb2:2 | Bb2:2 Bb2:2 | Eb3:2 Bb2:2 | Bb2:4 |
    Eb3:2 Bb2:2 | Bb2:2 Bb2:2 | Eb3:2 Bb2:2 | Bb2:2 Eb3:2 |
    Bb2:2 Eb3:2 | Bb2:2 Eb3:2 | Bb2:2 Eb3 Bb2 | Eb3 Bb2 Bb2:2 |
    Eb3:2 Bb2:2 | Bb2:2 Bb2:2 | Eb3:2 Bb2:2 | Bb2:2 Eb3:2`,
  chordScalePattern: harmonies('tdtd tdtd dddt tdtd'),
}

const twinkle: Tune = {
  name: 'Twinkle, Twinkle, Little Star',
  composer: traditional,
  ensemble: 'Orchestra',
  fifths: 2,
  ...commonTime,
  tempo: 100,
  dateComposed: null,
  melody: `
    D4 D4 A4 A4 | B4 B4 A4:2 | G4 G4 F#4 F#4 | E4 E4 D4:2 |
    A4 A4 G4 G4 | F#4 F#4 E4:2 | A4 A4 G4 G4 | F#4 F#4 E4:2 |
    D4 D4 A4 A4 | B4 B4 A4:2 | G4 G4 F#4 F#4 | E4 E4 D4:2`,
  bassline: `
    D3:2 A2:2 | G3:2 D3:2 | G3:2 D3:2 | A2:2 D3:2 |
    D3:2 G3:2 | D3:2 A2:2 | D3:2 G3:2 | D3:2 A2:2 |
    D3:2 A2:2 | G3:2 D3:2 | G3:2 D3:2 | A2:2 D3:2`,
  chordScalePattern: harmonies('tssd tttt tssd'),
}

const frereJacques: Tune = {
  name: 'Frère Jacques',
  composer: traditional,
  ensemble: 'Orchestra',
  fifths: 2,
  ...commonTime,
  tempo: 108,
  dateComposed: null,
  melody: `
    D4 E4 F#4 D4 | D4 E4 F#4 D4 | F#4 G4 A4:2 | F#4 G4 A4:2 |
    A4:0.5 B4:0.5 A4:0.5 G4:0.5 F#4 D4 | A4:0.5 B4:0.5 A4:0.5 G4:0.5 F#4 D4 | D4 A3 D4:2 | D4 A3 D4:2`,
  bassline: `
    D3:2 A2:2 | D3:2 A2:2 | D3:2 A2:2 | D3:2 A2:2 |
    D3:2 A2:2 | D3:2 A2:2 | D3 A2 D3:2 | D3 A2 D3:2`,
  chordScalePattern: harmonies('tttt tttt'),
}

const auClairDeLaLune: Tune = {
  name: 'Au clair de la lune',
  composer: traditional,
  ensemble: 'Orchestra',
  fifths: 1,
  ...commonTime,
  tempo: 108,
  dateComposed: null,
  melody: `
    G4 G4 G4 A4 | B4:2 A4:2 | G4 B4 A4 A4 | G4:4 |
    G4 G4 G4 A4 | B4:2 A4:2 | G4 B4 A4 A4 | G4:4 |
    A4 A4 A4 A4 | E4:2 E4:2 | A4 G4 F#4 E4 | D4:4 |
    G4 G4 G4 A4 | B4:2 A4:2 | G4 B4 A4 A4 | G4:4`,
  bassline: `
    G3:2 D3:2 | G3:2 D3:2 | G3:2 D3:2 | G3:4 |
    G3:2 D3:2 | G3:2 D3:2 | G3:2 D3:2 | G3:4 |
    D3:2 A2:2 | C3:2 G3:2 | D3:2 A2:2 | D3:4 |
    G3:2 D3:2 | G3:2 D3:2 | G3:2 D3:2 | G3:4`,
  chordScalePattern: harmonies('tttt tttt dsdd tttt'),
}

const simpleGifts: Tune = {
  name: 'Simple Gifts',
  composer: { name: 'Joseph Brackett', url: 'https://en.wikipedia.org/wiki/Joseph_Brackett' },
  ensemble: 'Orchestra',
  fifths: 2,
  ...commonTime,
  tempo: 100,
  dateComposed: '1848-01-01',
  melody: `
    A3:0.5 A3:0.5 |
    D4 D4:0.5 E4:0.5 F#4:0.5 D4:0.5 F#4:0.5 G4:0.5 | A4 A4:0.5 A4:0.5 F#4 E4:0.5 D4:0.5 |
    E4 E4 E4 E4 | E4:0.5 F#4:0.5 E4:0.5 C#4:0.5 A3 A3 |
    D4:0.5 C#4:0.5 D4:0.5 E4:0.5 F#4 E4:0.5 E4:0.5 | F#4 G4 A4:1.5 A4:0.5 |
    E4 E4:0.5 F#4:0.5 E4 D4:0.5 D4:0.5 | E4 D4:0.5 C#4:0.5 D4:2 |
    A4:2 F#4:1.5 E4:0.5 | F#4:0.5 G4:0.5 F#4:0.5 E4:0.5 D4:1.5 E4:0.5 |
    F#4 F#4:0.5 G4:0.5 A4 F#4 | E4 E4:0.5 F#4:0.5 E4:1.5 A3:0.5 |
    D4:2 D4:1.5 E4:0.5 | F#4 F#4:0.5 G4:0.5 A4 A4:0.5 A4:0.5 |
    E4 E4 F#4 F#4:0.5 E4:0.5 | D4 D4 D4`,
  bassline: `
    r |
    D3:2 A2:2 | D3:2 A2:2 | A2:2 E3:2 | A2:2 A2:2 |
    D3:2 A2:2 | D3:2 A2:2 | A2:2 A2:2 | A2:2 D3:2 |
    D3:2 D3:2 | D3:2 A2:2 | D3:2 A2:2 | A2:2 E3:2 |
    D3:2 A2:2 | D3:2 A2:2 | A2:2 D3 A2 | D3 A2 D3`,
  chordScalePattern: harmonies('ttdd ttdd tttd ttdt'),
}

const newWorldLargo: Tune = {
  name: 'Largo from the New World Symphony',
  composer: { name: 'Antonín Dvořák', url: 'https://en.wikipedia.org/wiki/Anton%C3%ADn_Dvo%C5%99%C3%A1k' },
  ensemble: 'Orchestra',
  fifths: 0,
  ...commonTime,
  tempo: 56,
  dateComposed: '1893-12-16',
  melody: `
    E4:1.5 G4:0.5 G4:2 | E4:1.5 D4:0.5 C4:2 | D4 E4 G4:1.5 E4:0.5 | D4:4 |
    E4:1.5 G4:0.5 G4:2 | E4:1.5 D4:0.5 C4:2 | D4 E4 D4:1.5 C4:0.5 | C4:4`,
  bassline: `
    C3:2 G3:2 | C3:2 F3:2 | G3:2 C3:2 | G3:4 |
    C3:2 G3:2 | C3:2 F3:2 | G3:2 G3:2 | C3:4`,
  chordScalePattern: harmonies('ttdd ttdt'),
}

/** In the order in which a class would learn them. */
export const tunes: readonly Tune[] = [
  hotCrossBuns,
  whenTheSaints,
  yankeeDoodle,
  odeToJoy,
  twinkle,
  frereJacques,
  auClairDeLaLune,
  simpleGifts,
  newWorldLargo,
]
