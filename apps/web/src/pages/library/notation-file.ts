/** Notation as it comes out of a file: as text, with what keeps it from being one. */
import { text } from '../../text/index.ts'

const words = text.library.notationProblems

/** The server's own limit, in characters; a file of more bytes than four a character is not even read. */
const mostCharacters = 1_000_000

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean => start.every((byte, at) => bytes[at] === byte)

/** The text of bytes; older notation programs write UTF-16, which says so with its first two bytes. */
const decoded = (bytes: Uint8Array): string => {
  const encoding = startsWith(bytes, 0xff, 0xfe) ? 'utf-16le' : startsWith(bytes, 0xfe, 0xff) ? 'utf-16be' : 'utf-8'
  // What is kept is text, whatever the file was: its first line is not to say otherwise.
  return new TextDecoder(encoding)
    .decode(bytes)
    .replace(/^(<\?xml[^>]*?)\s+encoding=(["'])[^"']*\2/, '$1 encoding="UTF-8"')
}

export type NotationFile = { notation: string } | { problem: string }

/** Reads a MusicXML file. What is wrong inside of it is found by `xmlProblem`, and by the server. */
export const notationOf = (bytes: Uint8Array): NotationFile => {
  if (startsWith(bytes, 0x50, 0x4b)) return { problem: words.packed }
  if (bytes.length > 4 * mostCharacters) return { problem: words.tooLarge }
  const notation = decoded(bytes)
  if (notation.length > mostCharacters) return { problem: words.tooLarge }
  if (notation.trim() === '') return { problem: words.empty }
  return { notation }
}

/** What keeps a text from being a score by parts, as this browser reads XML; null where nothing does. */
export const xmlProblem = (notation: string): string | null => {
  const { documentElement: root } = new DOMParser().parseFromString(notation, 'application/xml')
  if (root.getElementsByTagName('parsererror').length > 0 || root.nodeName === 'parsererror') return words.broken
  if (root.nodeName === 'score-timewise') return words.timewise
  return root.nodeName === 'score-partwise' ? null : words.otherXml
}
