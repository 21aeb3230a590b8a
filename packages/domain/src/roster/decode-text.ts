import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { invalid } from '../errors.ts'

const startsWith = (bytes: Uint8Array, ...first: number[]): boolean =>
  first.every((byte, index) => bytes[index] === byte)

/**
 * The text of a file as schools have them: UTF-8, UTF-16 with a byte-order mark, else Windows-1252, which is what Excel
 * calls CSV. Every sequence of bytes is some text.
 * @throws {DomainError} `invalid` for a workbook, which is no text
 */
export const decodeText = (bytes: Uint8Array): string => {
  // A zip archive, which .xlsx and .ods are, or a compound file, which .xls is.
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    throw invalid('file', 'This is the workbook of a spreadsheet program: save it as CSV, and import that.')
  if (startsWith(bytes, 0xff, 0xfe)) return iconv.decode(bytes, 'utf-16le')
  if (startsWith(bytes, 0xfe, 0xff)) return iconv.decode(bytes, 'utf-16be')
  if (startsWith(bytes, 0xef, 0xbb, 0xbf) || isUtf8(bytes)) return iconv.decode(bytes, 'utf8')
  return iconv.decode(bytes, 'win1252')
}
