/** Records of delimited text, each with the line it begins on. */
import { CsvError, parse } from 'csv-parse/sync'

/** `cells` is null where a quotation mark is out of place. */
export type CsvRecord = { line: number; cells: string[] | null }

const delimiters = [',', ';', '\t']

/** The delimiter that parts the first lines into the most columns, up to four; the comma where several do. */
const delimiterOf = (text: string): string => {
  const lines = text
    .slice(0, 20_000)
    .replace(/"[^"]*"/g, '')
    .split(/[\r\n]+/)
    .slice(0, 20)
  const columns = (delimiter: string): number =>
    lines.reduce((sum, line) => sum + Math.min(4, line.split(delimiter).length), 0)
  return delimiters.reduce((best, delimiter) => (columns(delimiter) > columns(best) ? delimiter : best))
}

/** Where each line begins, in bytes. */
const lineStarts = (bytes: Buffer): number[] => {
  const starts = [0]
  for (const [index, byte] of bytes.entries())
    if (byte === 0x0a || (byte === 0x0d && bytes[index + 1] !== 0x0a)) starts.push(index + 1)
  return starts
}

/**
 * Reads text parted by commas, semicolons or tabs, whatever its line ends, and hands over every record that is not blank,
 * in order. After a quotation mark out of place it goes on with the next line, so that one mistake costs one line.
 * With `keepBlanks` cells keep the blanks around them, until a line has quotation marks behind blanks.
 * @throws what `onRecord` throws
 */
export const readCsv = (
  text: string,
  onRecord: (record: CsvRecord) => void,
  { keepBlanks = false }: { keepBlanks?: boolean } = {},
): void => {
  const bytes = Buffer.from(text)
  const starts = lineStarts(bytes)
  const delimiter = delimiterOf(text)
  let at = 0
  let line = 1
  let trim = !keepBlanks
  const passTo = (position: number): void => {
    at = position
    while ((starts[line] ?? Number.POSITIVE_INFINITY) <= at) line += 1
  }
  while (at < bytes.length) {
    const from = at
    try {
      parse(bytes.subarray(from), {
        delimiter,
        record_delimiter: ['\r\n', '\n', '\r'],
        trim,
        relax_column_count: true,
        // Blank records are asked for too: where a record ends, the next one begins.
        on_record: (record: string[], { bytes: end }) => {
          const trimmed = record.map((cell) => cell.trim())
          if (trimmed.some((cell) => cell !== '')) onRecord({ line, cells: trim ? trimmed : record })
          passTo(from + end)
          return null
        },
      })
      return
    } catch (error) {
      if (!(error instanceof CsvError)) throw error
      if (!trim) {
        trim = true
        continue
      }
      onRecord({ line, cells: null })
      passTo(starts[line] ?? bytes.length)
    }
  }
}
