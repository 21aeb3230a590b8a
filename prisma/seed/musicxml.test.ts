import { describe, expect, it } from 'vitest'
import { type Sheet, toMusicXml } from './musicxml.ts'
import { midiNumber, type Pitch, parseBars, transpose } from './notes.ts'
import { partFor } from './parts.ts'
import { type TranspositionName, transpositions } from './reference.ts'
import { type Tune, tunes } from './tunes.ts'

const sheet = (notes: string, rest: Partial<Sheet> = {}): Sheet => ({
  title: 'Study',
  composer: null,
  partName: 'Melody',
  fifths: 0,
  beats: 4,
  beatType: 4,
  tempo: 96,
  clef: 'treble',
  notes,
  ...rest,
})

const numberIn = (xml: string, tag: string): number =>
  Number(xml.match(new RegExp(`<${tag}>(-?\\d+)</${tag}>`))?.[1] ?? 0)

const measuresOf = (xml: string): string[] => xml.match(/<measure.*?<\/measure>/gs) ?? []

const beatsOf = (measure: string): number =>
  [...measure.matchAll(/<duration>(\d+)<\/duration>/g)].reduce((sum, [, duration]) => sum + Number(duration) / 2, 0)

const pitchesOf = (xml: string): Pitch[] =>
  (xml.match(/<pitch>.*?<\/pitch>/g) ?? []).map((pitch) => ({
    step: pitch.match(/<step>(.)/)?.[1] as Pitch['step'],
    alter: numberIn(pitch, 'alter'),
    octave: numberIn(pitch, 'octave'),
  }))

const soundsOf = (xml: string): number[] => {
  const shift = numberIn(xml, 'chromatic') + 12 * numberIn(xml, 'octave-change')
  return pitchesOf(xml).map((pitch) => midiNumber(pitch) + shift)
}

const concertSounds = (notes: string): number[] =>
  parseBars(notes).flatMap((bar) => bar.flatMap(({ pitch }) => (pitch ? [midiNumber(pitch)] : [])))

/** Throws for a tag that is closed in the wrong place or never. */
const checkBalance = (xml: string): void => {
  const open: string[] = []
  for (const [, slash, name, selfClosing] of xml.matchAll(/<(\/?)([a-z-]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (slash) expect(open.pop()).toBe(name)
    else if (name && !selfClosing) open.push(name)
  }
  expect(open).toEqual([])
  expect(xml.replace(/<[^<>]+>/g, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/)
}

/** Octaves between what is heard and the concert register of the treble clef. */
const heardAt: Record<TranspositionName, number> = {
  'Alto Clef': 0,
  Bb: 0,
  'Concert Pitch BC': -1,
  'Concert Pitch BC 8vb': -2,
  'Concert Pitch TC': 0,
  'Concert Pitch TC 8va': 1,
  Eb: 0,
  F: 0,
}

/** Lowest and highest written pitch that a beginner reads without counting ledger lines. */
const readable: Record<TranspositionName, [string, string]> = {
  'Alto Clef': ['G3', 'B4'],
  Bb: ['B3', 'C#5'],
  'Concert Pitch BC': ['G2', 'B3'],
  'Concert Pitch BC 8vb': ['Bb1', 'B3'],
  'Concert Pitch TC': ['A3', 'B4'],
  'Concert Pitch TC 8va': ['A4', 'B5'],
  Eb: ['F#4', 'G#5'],
  F: ['E4', 'F#5'],
}

const cases = tunes.flatMap((tune) =>
  (['Melody', 'Bassline'] as const).flatMap((part) =>
    transpositions.map((transposition) => ({
      tune,
      part,
      transposition,
      label: `${tune.name} ${part}, ${transposition}`,
    })),
  ),
)

const concertNotes = (tune: Tune, part: 'Melody' | 'Bassline'): string =>
  part === 'Melody' ? tune.melody : tune.bassline

describe('the tunes', () => {
  it.each(cases)('$label is well-formed and has full bars', ({ tune, part, transposition }) => {
    const xml = partFor(tune, part, transposition)
    checkBalance(xml)
    const lengths = measuresOf(xml).map(beatsOf)
    const [first = 0, ...others] = lengths
    const last = others.pop() ?? 0
    expect(others.every((length) => length === tune.beats)).toBe(true)
    expect([tune.beats, 2 * tune.beats]).toContain(first + last)
  })

  it.each(cases)('$label sounds as the concert pitch, in its octave', ({ tune, part, transposition }) => {
    const toTreble = part === 'Bassline' ? 1 : 0
    const heard = soundsOf(partFor(tune, part, transposition))
    const concert = concertSounds(concertNotes(tune, part))
    expect(heard).toEqual(concert.map((note) => note + 12 * (toTreble + heardAt[transposition])))
  })

  it.each(cases)('$label keeps to its key and to a readable register', ({ tune, part, transposition }) => {
    const xml = partFor(tune, part, transposition)
    const fifths = numberIn(xml, 'fifths')
    const order = [...'FCGDAEB']
    const signature = fifths < 0 ? order.slice(fifths) : order.slice(0, fifths)
    const [lowest, highest] = readable[transposition].flatMap(concertSounds)
    for (const pitch of pitchesOf(xml)) {
      expect(pitch.alter).toBe(signature.includes(pitch.step) ? Math.sign(fifths) : 0)
      expect(midiNumber(pitch)).toBeGreaterThanOrEqual(lowest ?? 0)
      expect(midiNumber(pitch)).toBeLessThanOrEqual(highest ?? 0)
    }
  })

  it.each(tunes)('$name has as many bars in the bass as in the melody, and a harmony for each', (tune) => {
    const melody = measuresOf(partFor(tune, 'Melody', 'Concert Pitch TC'))
    expect(measuresOf(partFor(tune, 'Bassline', 'Concert Pitch BC'))).toHaveLength(melody.length)
    const numbered = melody.filter((measure) => !measure.includes('implicit="yes"'))
    expect(numbered.length).toBeGreaterThanOrEqual(8)
    expect(numbered.length).toBeLessThanOrEqual(16)
    expect(tune.chordScalePattern).toHaveLength(numbered.length)
    expect(tune.chordScalePattern).not.toContain(undefined)
  })

  it.each(tunes)('$name ends on its tonic', ({ melody, bassline, fifths }) => {
    const tonic = (((7 * fifths) % 12) + 12) % 12
    expect((concertSounds(melody).at(-1) ?? 0) % 12).toBe(tonic)
    expect((concertSounds(bassline).at(-1) ?? 0) % 12).toBe(tonic)
  })

  it.each(tunes)('$name keeps the bass below the melody', ({ melody, bassline }) => {
    expect(Math.min(...concertSounds(melody))).toBeGreaterThan(Math.max(...concertSounds(bassline)))
  })
})

describe('transpose', () => {
  const major = { steps: 1, semitones: 2 }

  it('writes concert C as D for a B flat instrument', () => {
    expect(transpose({ notes: 'C4 r:2 | Bb3:1.5 A3:0.5~ | A3', fifths: -2 }, major)).toEqual({
      notes: 'D4 r:2 | C4:1.5 B3:0.5~ | B3',
      fifths: 0,
    })
  })

  it('spells by letter: E goes up to F sharp, B flat up a sixth to G, up a fifth to F', () => {
    expect(transpose({ notes: 'E4', fifths: 0 }, major).notes).toBe('F#4')
    expect(transpose({ notes: 'Bb3', fifths: -2 }, { steps: 5, semitones: 9 })).toEqual({ notes: 'G4', fifths: 1 })
    expect(transpose({ notes: 'Bb3', fifths: -2 }, { steps: 4, semitones: 7 })).toEqual({ notes: 'F4', fifths: -1 })
    expect(transpose({ notes: 'B4', fifths: 7 }, { steps: 2, semitones: 3 })).toEqual({ notes: 'D5', fifths: 4 })
    expect(transpose({ notes: 'D#4 Fb4', fifths: 0 }, major).notes).toBe('E#4 Gb4')
  })

  it('refuses a key signature that does not exist', () => {
    expect(() => transpose({ notes: 'C4', fifths: 6 }, major)).toThrow('No key signature has 8')
  })
})

describe('toMusicXml', () => {
  it('writes a page', () => {
    expect(
      toMusicXml(
        sheet('F#4:0.5 G4:0.5 A4 | B4 A4~ | A4 r', {
          title: 'Step & Skip',
          composer: 'A. Teacher',
          fifths: 1,
          beats: 2,
          sounding: { steps: -8, semitones: -14 },
        }),
      ),
    ).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">
<score-partwise version="4.0">
<work><work-title>Step &amp; Skip</work-title></work>
<identification><creator type="composer">A. Teacher</creator></identification>
<part-list><score-part id="P1"><part-name>Melody</part-name></score-part></part-list>
<part id="P1">
<measure number="1">
<attributes><divisions>2</divisions><key><fifths>1</fifths></key><time><beats>2</beats><beat-type>4</beat-type></time><clef><sign>G</sign><line>2</line></clef><transpose><diatonic>-1</diatonic><chromatic>-2</chromatic><octave-change>-1</octave-change></transpose></attributes>
<direction placement="above"><direction-type><metronome><beat-unit>quarter</beat-unit><per-minute>96</per-minute></metronome></direction-type><sound tempo="96"/></direction>
<note><pitch><step>F</step><alter>1</alter><octave>4</octave></pitch><duration>1</duration><voice>1</voice><type>eighth</type><beam number="1">begin</beam></note>
<note><pitch><step>G</step><octave>4</octave></pitch><duration>1</duration><voice>1</voice><type>eighth</type><beam number="1">end</beam></note>
<note><pitch><step>A</step><octave>4</octave></pitch><duration>2</duration><voice>1</voice><type>quarter</type></note>
</measure>
<measure number="2">
<note><pitch><step>B</step><octave>4</octave></pitch><duration>2</duration><voice>1</voice><type>quarter</type></note>
<note><pitch><step>A</step><octave>4</octave></pitch><duration>2</duration><tie type="start"/><voice>1</voice><type>quarter</type><notations><tied type="start"/></notations></note>
</measure>
<measure number="3">
<note><pitch><step>A</step><octave>4</octave></pitch><duration>2</duration><tie type="stop"/><voice>1</voice><type>quarter</type><notations><tied type="stop"/></notations></note>
<note><rest/><duration>2</duration><voice>1</voice><type>quarter</type></note>
<barline location="right"><bar-style>light-heavy</bar-style></barline>
</measure>
</part>
</score-partwise>
`)
  })

  it('numbers a pickup 0 and lets the last bar complete it', () => {
    const xml = toMusicXml(sheet('G4 | C5:4 | C5:3'))
    expect(xml).toContain('<measure number="0" implicit="yes">')
    expect(xml).toContain('<measure number="2">')
  })

  it('beams the eighths of one beat, and no others', () => {
    const beams = (notes: string, beats = 4): string =>
      (toMusicXml(sheet(notes, { beats })).match(/<note>.*?<\/note>/g) ?? [])
        .map((note) => note.match(/>(begin|end)</)?.[1] ?? '-')
        .join(' ')
    expect(beams('C4:0.5 C4:0.5 C4:0.5 r:0.5 C4:1.5 C4:0.5')).toBe('begin end - - - -')
    expect(beams('C4:0.5 | C4:1.5 C4:0.5 C4:0.5 C4:0.5 C4 | C4:3 C4:0.5')).toBe('- - - begin end - - -')
  })

  it.each([
    ['a bar that is too long', 'C4:4 | C4:4 C4 | C4:4', 'Study, Melody: Bar 2 holds 5 quarter notes instead of 4'],
    ['a bar that is too short', 'C4:4 | C4:3 | C4:4', 'Bar 2 holds 3 quarter notes instead of 4'],
    ['a pickup that nothing completes', 'C4 | C4:4 | C4:4', 'Bar 1 holds 1 quarter notes instead of 4'],
    ['a note that is none', 'C4:4 | H4:4', 'Bar 2: "H4:4" is not a note'],
    ['an empty bar', 'C4:4 | | C4:4', 'Bar 2: "" is not a note'],
    ['a length that no note has', 'C4:2.5 C4:1.5', 'Bar 1: "C4:2.5" lasts none of 4, 3, 2, 1.5, 1, 0.5 quarters'],
    ['a tie to another pitch', 'C4:4 | C4:4~ | D4:4', 'Bar 2: a tie leads to no note of the same pitch'],
    ['a tie to nothing', 'C4:4~', 'Bar 1: a tie leads to no note of the same pitch'],
  ])('names %s', (_, notes, message) => {
    expect(() => toMusicXml(sheet(notes))).toThrow(message)
  })
})
