import { VerovioToolkit } from 'verovio/esm'
import createVerovioModule from 'verovio/wasm'
import { beforeAll, describe, expect, it } from 'vitest'
import { engrave, soundingShift } from './engrave.ts'

let toolkit: VerovioToolkit

beforeAll(async () => {
  toolkit = new VerovioToolkit(await createVerovioModule())
})

const types: Record<number, string> = { 1: 'quarter', 2: 'half' }

const note = (step: string, quarters: number, tie?: 'start' | 'stop') =>
  [
    `<note><pitch><step>${step}</step><octave>4</octave></pitch><duration>${quarters}</duration>`,
    tie ? `<tie type="${tie}"/>` : '',
    `<voice>1</voice><type>${types[quarters]}</type>`,
    tie ? `<notations><tied type="${tie}"/></notations>` : '',
    '</note>',
  ].join('')

/** A pickup, a note that is tied over the bar line, in 3/4 at 90, for a B flat instrument. */
const score = `<?xml version="1.0"?>
<score-partwise version="4.0">
<part-list><score-part id="P1"><part-name>Melody</part-name></score-part></part-list>
<part id="P1">
<measure number="0" implicit="yes">
<attributes><divisions>1</divisions><key><fifths>0</fifths></key><time><beats>3</beats><beat-type>4</beat-type></time>
<clef><sign>G</sign><line>2</line></clef><transpose><diatonic>-1</diatonic><chromatic>-2</chromatic></transpose></attributes>
<direction><direction-type><metronome><beat-unit>quarter</beat-unit><per-minute>90</per-minute></metronome></direction-type>
<sound tempo="90"/></direction>
${note('C', 1)}
</measure>
<measure number="1">${note('D', 2)}${note('E', 1, 'start')}</measure>
<measure number="2">${note('E', 2, 'stop')}</measure>
</part></score-partwise>`

describe('an engraved part', () => {
  it('sounds at concert pitch, and a tied note once', () => {
    const { notes } = engrave(toolkit, score, 800)
    expect(notes.map(({ at, quarters, pitch }) => [at, quarters, pitch])).toEqual([
      [0, 1, 58],
      [1, 2, 60],
      [3, 3, 62],
    ])
    expect(notes.map(({ ids }) => ids.length)).toEqual([1, 1, 2])
  })

  it('knows its bars, its length, its tempo and its meter', () => {
    expect(engrave(toolkit, score, 800)).toMatchObject({
      bars: [0, 1, 4],
      quarters: 6,
      tempo: 90,
      meter: { beats: 3, beatType: 4 },
    })
  })

  it('is drawn with a mark on every note, in more lines where there is less room, without its name', () => {
    const { svg, notes } = engrave(toolkit, score, 800)
    for (const id of notes.flatMap(({ ids }) => ids)) expect(svg).toContain(`id="${id}"`)
    expect(svg).not.toContain('Melody')
    const linesAt = (width: number) => engrave(toolkit, score, width).svg.match(/class="system"/g)?.length
    expect(linesAt(800)).toBe(1)
    expect(linesAt(90)).toBeGreaterThan(1)
  })

  it('is refused where it is no MusicXML', () => {
    expect(() => engrave(toolkit, '{"score-partwise": {}}', 800)).toThrow()
  })
})

it('what is written sounds lower or higher by whole octaves too', () => {
  expect(soundingShift('<transpose><chromatic>-2</chromatic><octave-change>-1</octave-change></transpose>')).toBe(-14)
  expect(soundingShift('<attributes/>')).toBe(0)
})
