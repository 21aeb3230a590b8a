/** Draws MusicXML, and tells what sounds when. Runs in a worker, and in tests. */
import type { TimemapEntry, VerovioToolkit } from 'verovio/esm'

/** A note as it sounds: a tie over the bar line is one. */
export type PlayedNote = {
  /** Of its note heads in the drawing, more than one where it is tied. */
  ids: string[]
  /** Where it begins and how long it is, in quarter notes. */
  at: number
  quarters: number
  /** MIDI, at concert pitch: 60 is middle C. */
  pitch: number
}

export type Engraving = {
  svg: string
  notes: PlayedNote[]
  /** Where bars begin, in quarter notes. */
  bars: number[]
  /** From the first note to the end, in quarter notes. */
  quarters: number
  /** Quarter notes a minute, as the score asks for. */
  tempo: number
  meter: Meter
}

export type Meter = { beats: number; beatType: number }

/** How large a staff is drawn, in percent of Verovio's own size. */
const scale = 42
const usualTempo = 100

/** Draws a part for a place that is `width` CSS pixels wide. @throws {Error} where it is no notation that can be read */
export const engrave = (toolkit: VerovioToolkit, notation: string, width: number): Engraving => {
  toolkit.setOptions({
    scale,
    pageWidth: Math.round((width * 100) / scale),
    pageHeight: 60_000,
    adjustPageHeight: true,
    breaks: 'auto',
    header: 'none',
    footer: 'none',
    pageMarginTop: 30,
    pageMarginBottom: 30,
    // Room for the numbers of bars.
    pageMarginLeft: 30,
    pageMarginRight: 10,
    svgViewBox: true,
    svgAdditionalAttribute: ['tie@startid', 'tie@endid'],
    // The note of a tempo mark is a letter of this font.
    smuflTextFont: 'embedded',
  })
  if (!toolkit.loadData(withoutPartName(notation))) throw new Error('This notation cannot be read.')
  const svg = toolkit.renderToSVG(1)
  const timemap = toolkit.renderToTimemap({ includeMeasures: true })
  const shift = soundingShift(notation)
  const pitchOf = (id: string): number => toolkit.getMIDIValuesForElement(id).pitch + shift
  return {
    svg,
    notes: joinTies(notesOf(timemap, pitchOf), tiesOf(svg)),
    bars: timemap.flatMap(({ measureOn, qstamp }) => (measureOn === undefined ? [] : [qstamp])),
    quarters: timemap.at(-1)?.qstamp ?? 0,
    tempo: timemap.find(({ tempo }) => tempo !== undefined)?.tempo ?? usualTempo,
    meter: meterOf(notation),
  }
}

/** The name of the part stands above it on the page: beside the staff it would take its room. */
const withoutPartName = (notation: string): string =>
  notation.replace(/<part-name(?: [^>]*)?>[^<]*<\/part-name>/g, '<part-name/>')

/** Semitones from what is written to what sounds, for an instrument that transposes: Verovio does not count them. */
export const soundingShift = (notation: string): number => {
  const transpose = /<transpose(?: [^>]*)?>([\s\S]*?)<\/transpose>/.exec(notation)?.[1] ?? ''
  const numberOf = (name: string): number => Number(new RegExp(`<${name}>(-?\\d+)<`).exec(transpose)?.[1] ?? 0)
  return numberOf('chromatic') + 12 * numberOf('octave-change')
}

const meterOf = (notation: string): Meter => {
  const [, beats = '4', beatType = '4'] = /<beats>(\d+)<\/beats>\s*<beat-type>(\d+)</.exec(notation) ?? []
  return { beats: Number(beats), beatType: Number(beatType) }
}

const notesOf = (timemap: TimemapEntry[], pitchOf: (id: string) => number): PlayedNote[] => {
  const ends = new Map(timemap.flatMap(({ off = [], qstamp }) => off.map((id) => [id, qstamp] as const)))
  return timemap.flatMap(({ on = [], qstamp: at }) =>
    on.map((id) => ({ ids: [id], at, quarters: (ends.get(id) ?? at) - at, pitch: pitchOf(id) })),
  )
}

/** From the note where a tie begins to the one where it ends. */
const tiesOf = (svg: string): Map<string, string> =>
  new Map(
    [...svg.matchAll(/<g [^>]*class="tie"[^>]*>/g)].flatMap(([tag]) => {
      const [, from] = /data-startid="#?([^"]+)"/.exec(tag) ?? []
      const [, to] = /data-endid="#?([^"]+)"/.exec(tag) ?? []
      return from !== undefined && to !== undefined ? [[from, to] as const] : []
    }),
  )

const joinTies = (notes: PlayedNote[], ties: Map<string, string>): PlayedNote[] => {
  const joined: PlayedNote[] = []
  const expecting = new Map<string, PlayedNote>()
  for (const note of notes) {
    const [id = ''] = note.ids
    const begun = expecting.get(id)
    if (begun) {
      begun.ids.push(id)
      begun.quarters = note.at + note.quarters - begun.at
    } else joined.push(note)
    const next = ties.get(id)
    if (next !== undefined) expecting.set(next, begun ?? note)
  }
  return joined
}
