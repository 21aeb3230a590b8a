import type { Ctx } from '../context.ts'
import { authorize } from '../policy.ts'
import { columns, sources } from './columns.ts'

/** What a researcher needs to read the export. Plain data, without a database. */
export const codebook = {
  notes: [
    'One row for each student, assignment, submission and attachment. A submission with two files has two rows, one without files has one; an assignment for which nothing was handed in has one row, with N/A from the submission on.',
    'The rows are ordered by course, enrollment, course assignment and submission, each in the order of its making; of the files of a submission the newest comes first.',
    'N/A: there is no such thing. Empty: the thing is there, and says nothing in this column.',
    'A student has an assignment that is for the whole course, or that a group gives to them, or for which they handed something in. Assignments that a teacher took back are in the export for the students who had opened them or handed something in. Archived courses and closed accounts are in it too. Teachers are not, whatever they handed in to try it out.',
    'With a first or a last day the export holds what was handed in on those days, both included, from midnight to midnight UTC. Assignments without such a submission then have no row: a missing row does not say that nothing was ever handed in.',
    'A course or an activity type narrows the export to its assignments; assignments without submissions stay in it.',
    'Students are numbers. Who they are is in the export only where names were asked for, and that is written down with who asked.',
    'Cells that a spreadsheet would run as a formula (beginning with = + - @ or a control character, also behind spaces) have an apostrophe before them; numbers have none. Take one apostrophe away from a cell that begins with apostrophes followed by such a character, and you have what the student wrote.',
    'The file is CSV after RFC 4180: UTF-8 without a byte-order mark, commas, double quotes where a cell needs them, lines that end in CR LF. Text may hold line breaks.',
    'It is read bit by bit while the site is in use. A row that was there all the time is in it exactly once, as it was at the moment of reading; what is handed in or graded meanwhile may be in it or not.',
  ],
  columns: columns.map(({ header, of, meaning, values, onRequest }) => ({
    name: header,
    meaning,
    values,
    /** When the cell is N/A; null where it never is. */
    notAvailable: sources[of].absent,
    /** In the export only where names were asked for. */
    onRequest: onRequest ?? false,
  })),
}

/** What each column of the export means, and the rules for its rows. @throws {DomainError} as the policy says */
export const getCodebook = async (ctx: Ctx) => {
  authorize(ctx, 'research.codebook')
  return codebook
}
