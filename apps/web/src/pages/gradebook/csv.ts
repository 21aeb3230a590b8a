import { text } from '../../text/index.ts'
import { csvLine } from '../roster/roster-file.ts'
import type { Student } from '../roster/students.ts'
import type { Column, Gradebook } from './standing.ts'

/** A spreadsheet takes what begins like this for a formula, whatever its quotes: an apostrophe makes it text. */
const harmless = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)

/** A gradebook as CSV: the mean of the marks, else how it stands. */
export const csvOf = (students: Student[], columns: Column[], book: Gradebook): string => {
  const { name, username, instrument } = text.roster.columns
  const rows = [
    [name, username, instrument, ...columns.map(({ pieceName, activity }) => `${pieceName}: ${activity}`)],
    ...students.map((student) => [
      student.name,
      student.username,
      student.instrument,
      ...columns.map((column) => {
        const { state, steps, mean } = book(student.enrollmentId, column)
        if (mean !== null) return String(mean)
        if (steps !== null) return text.gradebook.steps(steps)
        return state === 'none' ? '' : text.gradebook.cells[state]
      }),
    ]),
  ]
  return rows.map((row) => `${csvLine(row.map(harmless))}\r\n`).join('')
}
