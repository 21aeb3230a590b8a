import { invalid } from '../errors.ts'
import { parseRoster, type RosterLine, type RosterStudent } from './parse-roster.ts'
import type { RosterFileInput } from './schemas.ts'

/** What reading and importing need of the input; `likeDjango` is false unless told. */
export type RosterFile = Pick<RosterFileInput, 'file'> & Partial<Pick<RosterFileInput, 'likeDjango'>>

/**
 * A roster file with at least one line, and those of its lines that can be imported.
 * @throws {DomainError} `invalid` for a file without any line, else as `parseRoster`
 */
export const readRoster = ({ file, likeDjango }: RosterFile): { lines: RosterLine[]; students: RosterStudent[] } => {
  const lines = parseRoster(file, { namesAsWritten: likeDjango === true })
  if (lines.length === 0) throw invalid('file', 'There are no students in this file.')
  return { lines, students: lines.filter((line) => line.kind === 'student') }
}
