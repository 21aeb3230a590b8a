/** Whether what somebody calls notation is some: pure. */
import { SaxesParser } from 'saxes'

/** Notation of one part is some ten kilobytes; a megabyte is a symphony. */
export const mostNotationCharacters = 1_000_000

/**
 * What keeps a text from being a MusicXML score by parts (`score-partwise`), in words for whoever uploads it; null where
 * nothing does. What the notes mean is not looked at: whoever uploads a part sees it drawn.
 */
export const notationProblem = (text: string): string | null => {
  if (text.startsWith('PK')) return 'This is a packed file (.mxl). Export it as MusicXML without compression.'
  if (text.length > mostNotationCharacters)
    return `A part has at most ${mostNotationCharacters / 1_000_000} million characters of MusicXML.`
  // No notation program writes entities, and nobody who reads a part is to expand them.
  if (text.includes('<!ENTITY')) return 'MusicXML with entities of its own is not taken.'
  const root: string[] = []
  let broken: string | null = null
  const parser = new SaxesParser({ position: true })
  parser.on('opentagstart', ({ name }) => {
    if (root.length === 0) root.push(name)
  })
  parser.on('error', () => {
    broken ??= `This is no well-formed XML: line ${parser.line} cannot be read.`
  })
  parser.write(text).close()
  if (broken !== null) return broken
  if (root[0] === 'score-timewise')
    return 'This score is written bar by bar (score-timewise). Export it as score-partwise.'
  return root[0] === 'score-partwise' ? null : 'This is XML, but no MusicXML: it does not begin with score-partwise.'
}
