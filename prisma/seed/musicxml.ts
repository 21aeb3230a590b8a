/** Writes MusicXML 4.0, one part on one staff. */
import { type Interval, type Note, type Pitch, parseBars } from './notes.ts'

export type Clef = keyof typeof clefs

export type Sheet = {
  title: string
  composer: string | null
  partName: string
  /** Sharps of the key signature; flats are negative. */
  fifths: number
  beats: number
  beatType: number
  /** Quarter notes a minute. */
  tempo: number
  clef: Clef
  /** A note list as in `notes.ts`, at the pitch it is written at. */
  notes: string
  /** From what is written to what sounds, for an instrument that transposes. */
  sounding?: Interval
}

const clefs = {
  treble: { sign: 'G', line: 2 },
  alto: { sign: 'C', line: 3 },
  bass: { sign: 'F', line: 4 },
} as const

/** Divisions of a quarter note: the shortest note is an eighth. */
const DIVISIONS = 2

const noteTypes = new Map([
  [4, '<type>whole</type>'],
  [3, '<type>half</type><dot/>'],
  [2, '<type>half</type>'],
  [1.5, '<type>quarter</type><dot/>'],
  [1, '<type>quarter</type>'],
  [0.5, '<type>eighth</type>'],
])

/**
 * Takes a note list and what stands around it on the page; a first bar that is short is a pickup if the last bar
 * completes it.
 * @returns a MusicXML document
 * @throws {Error} naming title and bar (counted from 1, a pickup being the first) where a note cannot be read or a bar
 * does not hold its beats
 */
export const toMusicXml = (sheet: Sheet): string => {
  const bars = readBars(sheet)
  const full = barLength(sheet)
  const pickup = hasPickup(bars, full)
  let tiedOver = false
  const measures = bars.map((bar, index) => {
    const isPickup = pickup && index === 0
    const beams = beamsOf(bar, isPickup ? full - lengthOf(bar) : 0)
    const lines = bar.map((note, i) => {
      const line = noteXml(note, tiedOver, beams[i] ?? '')
      tiedOver = note.tied
      return line
    })
    if (index === 0) lines.unshift(attributesXml(sheet), tempoXml(sheet))
    if (index === bars.length - 1) lines.push('<barline location="right"><bar-style>light-heavy</bar-style></barline>')
    const number = pickup ? index : index + 1
    return `<measure number="${number}"${isPickup ? ' implicit="yes"' : ''}>\n${lines.join('\n')}\n</measure>`
  })
  return `${headXml(sheet)}\n<part id="P1">\n${measures.join('\n')}\n</part>\n</score-partwise>\n`
}

const readBars = (sheet: Sheet): Note[][] => {
  try {
    const bars = parseBars(sheet.notes)
    checkLengths(bars, barLength(sheet))
    return bars
  } catch (error) {
    throw new Error(`${sheet.title}, ${sheet.partName}: ${(error as Error).message}`, { cause: error })
  }
}

const checkLengths = (bars: Note[][], full: number): void => {
  const pickup = hasPickup(bars, full)
  for (const [index, bar] of bars.entries()) {
    const length = lengthOf(bar)
    const completesPickup = pickup && (index === 0 || index === bars.length - 1)
    if (length !== full && !completesPickup)
      throw new Error(`Bar ${index + 1} holds ${length} quarter notes instead of ${full}`)
  }
}

const barLength = ({ beats, beatType }: Sheet): number => (beats * 4) / beatType

const lengthOf = (bar: readonly Note[]): number => bar.reduce((sum, { quarters }) => sum + quarters, 0)

const hasPickup = (bars: Note[][], full: number): boolean => {
  const [first, last] = [lengthOf(bars[0] ?? []), lengthOf(bars.at(-1) ?? [])]
  return bars.length > 1 && first < full && first + last === full
}

/**
 * The two eighths of a quarter-note beat share a beam; some programs draw flags where a file has no beams.
 * `start` is where in its bar the first note stands, in quarter notes: a pickup does not begin with the bar.
 */
const beamsOf = (bar: readonly Note[], start: number): string[] => {
  const isEighth = (note: Note | undefined) => note?.quarters === 0.5 && note.pitch !== null
  let at = start
  return bar.map((note, i) => {
    const onBeat = Number.isInteger(at)
    at += note.quarters
    if (!isEighth(note) || !isEighth(bar[onBeat ? i + 1 : i - 1])) return ''
    return `<beam number="1">${onBeat ? 'begin' : 'end'}</beam>`
  })
}

const noteXml = ({ pitch, quarters, tied }: Note, tiedOver: boolean, beam: string): string => {
  const ties = [...(tiedOver ? ['stop'] : []), ...(tied ? ['start'] : [])]
  return [
    '<note>',
    pitch ? pitchXml(pitch) : '<rest/>',
    `<duration>${quarters * DIVISIONS}</duration>`,
    ...ties.map((type) => `<tie type="${type}"/>`),
    '<voice>1</voice>',
    noteTypes.get(quarters),
    beam,
    ties.length > 0 ? `<notations>${ties.map((type) => `<tied type="${type}"/>`).join('')}</notations>` : '',
    '</note>',
  ].join('')
}

const pitchXml = ({ step, alter, octave }: Pitch): string =>
  `<pitch><step>${step}</step>${alter === 0 ? '' : `<alter>${alter}</alter>`}<octave>${octave}</octave></pitch>`

const attributesXml = ({ fifths, beats, beatType, clef, sounding }: Sheet): string =>
  [
    '<attributes>',
    `<divisions>${DIVISIONS}</divisions>`,
    `<key><fifths>${fifths}</fifths></key>`,
    `<time><beats>${beats}</beats><beat-type>${beatType}</beat-type></time>`,
    `<clef><sign>${clefs[clef].sign}</sign><line>${clefs[clef].line}</line></clef>`,
    sounding ? transposeXml(sounding) : '',
    '</attributes>',
  ].join('')

const transposeXml = ({ steps, semitones }: Interval): string => {
  const octaves = Math.trunc(steps / 7)
  const change = octaves === 0 ? '' : `<octave-change>${octaves}</octave-change>`
  const [diatonic, chromatic] = [steps - 7 * octaves, semitones - 12 * octaves]
  return `<transpose><diatonic>${diatonic}</diatonic><chromatic>${chromatic}</chromatic>${change}</transpose>`
}

const tempoXml = ({ tempo }: Sheet): string =>
  [
    '<direction placement="above"><direction-type><metronome>',
    `<beat-unit>quarter</beat-unit><per-minute>${tempo}</per-minute>`,
    `</metronome></direction-type><sound tempo="${tempo}"/></direction>`,
  ].join('')

const headXml = ({ title, composer, partName }: Sheet): string => {
  const creator = composer === null ? '' : `<creator type="composer">${escapeXml(composer)}</creator>`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" ' +
      '"http://www.musicxml.org/dtds/partwise.dtd">',
    '<score-partwise version="4.0">',
    `<work><work-title>${escapeXml(title)}</work-title></work>`,
    ...(creator === '' ? [] : [`<identification>${creator}</identification>`]),
    `<part-list><score-part id="P1"><part-name>${escapeXml(partName)}</part-name></score-part></part-list>`,
  ].join('\n')
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
