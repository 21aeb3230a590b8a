/** Compositions of the step editor as MusicXML 4.0. */
import { barLength, lengths, type Paper, type Tone, type Tune } from './tune.ts'

const letters = 'CDEFGAB'
const types: Record<number, string> = {
  1: '<type>eighth</type>',
  2: '<type>quarter</type>',
  3: '<type>quarter</type><dot/>',
  4: '<type>half</type>',
  6: '<type>half</type><dot/>',
  8: '<type>whole</type>',
}

/** What a key makes of a white key: 1 sharp, -1 flat, 0 as it is. */
export const alterOf = (pitch: number, fifths: number): number => {
  const letter = letters[pitch % 7] ?? ''
  if (fifths >= 0) return 'FCGDAEB'.slice(0, fifths).includes(letter) ? 1 : 0
  return 'BEADGCF'.slice(0, -fifths).includes(letter) ? -1 : 0
}

/** @returns a MusicXML document of one part */
export const writeTune = ({ paper, bars, tones }: Tune): string => {
  const full = barLength(paper)
  const measures = Array.from({ length: bars }, (_, bar) => {
    const notes: string[] = []
    let at = bar * full
    for (const tone of tones.filter((one) => Math.floor(one.at / full) === bar)) {
      notes.push(...rests(tone.at - at), noteXml(tone, paper.fifths))
      at = tone.at + tone.eighths
    }
    notes.push(...rests((bar + 1) * full - at))
    return `<measure number="${bar + 1}">${bar === 0 ? attributesXml(paper) : ''}\n${notes.join('\n')}\n</measure>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<score-partwise version="4.0">
<part-list><score-part id="P1"><part-name>Composition</part-name></score-part></part-list>
<part id="P1">
${measures.join('\n')}
</part>
</score-partwise>
`
}

const rests = (eighths: number): string[] => {
  const length = lengths.find((one) => one <= eighths)
  if (length === undefined) return []
  const rest = `<note><rest/><duration>${length}</duration><voice>1</voice>${types[length]}</note>`
  return [rest, ...rests(eighths - length)]
}

const noteXml = ({ pitch, eighths }: Tone, fifths: number): string => {
  const alter = alterOf(pitch, fifths)
  const altered = alter === 0 ? '' : `<alter>${alter}</alter>`
  const place = `<step>${letters[pitch % 7]}</step>${altered}<octave>${Math.floor(pitch / 7)}</octave>`
  return `<note><pitch>${place}</pitch><duration>${eighths}</duration><voice>1</voice>${types[eighths]}</note>`
}

const attributesXml = ({ fifths, beats, beatType, clef, transpose }: Paper): string =>
  [
    `<attributes><divisions>2</divisions><key><fifths>${fifths}</fifths></key>`,
    `<time><beats>${beats}</beats><beat-type>${beatType}</beat-type></time>`,
    `<clef><sign>${clef.sign}</sign><line>${clef.line}</line></clef>`,
    transpose ? transposeXml(transpose) : '',
    '</attributes><direction placement="above"><direction-type><metronome><beat-unit>quarter</beat-unit>',
    '<per-minute>100</per-minute></metronome></direction-type><sound tempo="100"/></direction>',
  ].join('')

const transposeXml = ({ diatonic, chromatic, octaves }: NonNullable<Paper['transpose']>): string => {
  const change = octaves === 0 ? '' : `<octave-change>${octaves}</octave-change>`
  return `<transpose><diatonic>${diatonic}</diatonic><chromatic>${chromatic}</chromatic>${change}</transpose>`
}

const numberIn = (xml: string, tag: string): number | null => {
  const found = new RegExp(`<${tag}>\\s*(-?\\d+)\\s*</${tag}>`).exec(xml)
  return found ? Number(found[1]) : null
}

/** The page to compose on, like that of a part; in C, in common time, in the treble clef where a part says nothing. */
export const paperLike = (xml: string): Paper => {
  const sign = /<sign>\s*([GCF])\s*<\/sign>/.exec(xml)?.[1] as Paper['clef']['sign'] | undefined
  const meter = { beats: numberIn(xml, 'beats') ?? 4, beatType: numberIn(xml, 'beat-type') ?? 4 }
  const chromatic = numberIn(xml, 'chromatic')
  return {
    fifths: numberIn(xml, 'fifths') ?? 0,
    ...(Number.isInteger((meter.beats * 8) / meter.beatType) ? meter : { beats: 4, beatType: 4 }),
    clef: sign ? { sign, line: numberIn(xml, 'line') ?? { G: 2, C: 3, F: 4 }[sign] } : { sign: 'G', line: 2 },
    transpose:
      chromatic === null
        ? null
        : { diatonic: numberIn(xml, 'diatonic') ?? 0, chromatic, octaves: numberIn(xml, 'octave-change') ?? 0 },
  }
}

/** Reads what `writeTune` wrote. @returns null for anything without bars */
export const readTune = (xml: string): Tune | null => {
  const bars = xml.match(/<measure /g)?.length ?? 0
  if (bars === 0) return null
  const tones: Tone[] = []
  let at = 0
  for (const [note] of xml.matchAll(/<note>.*?<\/note>/gs)) {
    const eighths = numberIn(note, 'duration') ?? 0
    const letter = /<step>([A-G])<\/step>/.exec(note)?.[1]
    if (letter) tones.push({ at, eighths, pitch: (numberIn(note, 'octave') ?? 0) * 7 + letters.indexOf(letter) })
    at += eighths
  }
  return { paper: paperLike(xml), bars, tones }
}
