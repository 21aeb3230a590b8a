/** What a roster file says, line by line. Pure: nobody is looked up. */
import { DomainError, invalid } from '../errors.ts'
import { columns, isHeader, type Places, placesOf, usualPlaces, type Values, valuesOf } from './columns.ts'
import { decodeText } from './decode-text.ts'
import { labels, mistakesOf } from './mistakes.ts'
import { type CsvRecord, readCsv } from './read-csv.ts'

export const maxRosterBytes = 2_000_000
export const maxRosterLines = 5000

/** A line that can be imported. */
export type RosterStudent = Values & { kind: 'student'; line: number }

export type RosterLine =
  | RosterStudent
  /** The same as another line. */
  | { kind: 'duplicate'; line: number; fullname: string; username: string; of: number }
  | { kind: 'error'; line: number; fullname: string; username: string; reason: string }

/**
 * Reads a roster: columns fullname, username, password, grade in this order, or as a header in the first line names them.
 * Blank lines are left out; every other line is answered, in order, with its number in the file.
 * Blanks around values are dropped; those around names too, unless `namesAsWritten`.
 * @throws {DomainError} `too-large`; `invalid` for a file of too many lines, for one that is no text, and for a header
 *   without username or password
 */
export const parseRoster = (
  bytes: Uint8Array,
  { namesAsWritten = false }: { namesAsWritten?: boolean } = {},
): RosterLine[] => {
  if (bytes.length > maxRosterBytes)
    throw new DomainError('too-large', `A roster file has at most ${maxRosterBytes / 1_000_000} MB.`, {
      maxBytes: maxRosterBytes,
    })
  const lines: RosterLine[] = []
  const firsts = new Map<string, RosterStudent>()
  let places: Places | undefined
  const read = ({ line, cells }: CsvRecord): void => {
    const heading = cells !== null && isHeader(cells)
    if (heading && !places) {
      places = placesOf(cells)
      return
    }
    if (lines.length === maxRosterLines)
      throw invalid('file', `A roster has at most ${maxRosterLines} lines: import this one in parts.`)
    if (cells === null) lines.push(failed(line, nobody, [brokenQuote]))
    else if (heading) lines.push(failed(line, nobody, ['This is a header again.']))
    else {
      places ??= usualPlaces
      lines.push(readLine(line, cells, places, firsts))
    }
  }
  readCsv(decodeText(bytes), read, { keepBlanks: namesAsWritten })
  return lines
}

const brokenQuote =
  'A quotation mark is out of place: a value with one in it stands in quotation marks, and those in it are doubled.'

type Who = { fullname: string; username: string }
const nobody: Who = { fullname: '', username: '' }

const failed = (line: number, { fullname, username }: Who, reasons: string[]): RosterLine => ({
  kind: 'error',
  line,
  fullname,
  username,
  reason: reasons.join(' '),
})

/** `firsts` has the students so far, by username, and gets this one where the username is new. */
const readLine = (line: number, cells: string[], places: Places, firsts: Map<string, RosterStudent>): RosterLine => {
  const values = valuesOf(cells, places)
  const mistakes = mistakesOf(values)
  // Parted by another delimiter than the rest, a line of too few cells has its password in one of the others.
  if (mistakes.length > 0) return failed(line, cells.length > places.password ? values : nobody, mistakes)
  const first = firsts.get(values.username)
  if (!first) {
    const student: RosterStudent = { kind: 'student', line, ...values }
    firsts.set(values.username, student)
    return student
  }
  if (columns.every((column) => values[column] === first[column]))
    return { kind: 'duplicate', line, fullname: values.fullname, username: values.username, of: first.line }
  const other = values.password === first.password ? `${labels.fullname} or ${labels.grade}` : labels.password
  return failed(line, values, [`Line ${first.line} has the same username with another ${other}.`])
}
