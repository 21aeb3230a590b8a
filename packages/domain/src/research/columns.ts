/** The columns of the research export: what each is called, what it means, and where the statement finds it. */
import { number, text, time } from './cells.ts'

/**
 * What a cell is read from. Where that row is not there (`id` is null) the cell is N/A, for the reason that `absent`
 * gives; where it is there and says nothing, the cell is empty. `step` is the part of the statement that writes the cell:
 * names are written once for each assignment and student, not once for each line.
 */
export const sources = {
  assignment: { step: 'assignment', id: null, absent: null },
  plan: { step: 'assignment', id: 'plan.id', absent: 'the activity was assigned without a plan' },
  student: { step: 'student', id: null, absent: null },
  ownInstrument: {
    step: 'student',
    id: 'own.id',
    absent: 'the enrollment names no instrument; the account of the student may name one',
  },
  instrument: { step: 'line', id: 'played.id', absent: 'no instrument is named anywhere' },
  submission: { step: 'line', id: 'work.submission_id', absent: 'the student handed nothing in for this assignment' },
  attachment: { step: 'line', id: 'work.attachment_id', absent: 'no file came with it, or nothing was handed in' },
} as const satisfies Record<
  string,
  { step: 'assignment' | 'student' | 'line'; id: string | null; absent: string | null }
>

export type Source = keyof typeof sources

export type Column = {
  header: string
  of: Source
  /** SQL of the cell; the aliases are those of `statement.ts`. */
  cell: string
  meaning: string
  values: string
  /** Names of people: in the export only where they are asked for. */
  onRequest?: true
}

const id = 'A whole number, the same in every export'
const instant = 'UTC, YYYY-MM-DD hh:mm:ss+00:00, with a fraction of a second where there is one'
const mark = '1 to 5 in quarter steps, 5 the best; empty: not marked'

const markOf = (kind: 'teacher' | 'self', name: 'rhythm' | 'tone' | 'expression'): Column => ({
  header: `${kind === 'self' ? 'Self Grade' : 'Grade'} ${name[0]?.toUpperCase()}${name.slice(1)}`,
  of: 'submission',
  cell: number(`${kind}.${name}`),
  meaning: `The mark for ${name} in ${kind === 'self' ? "the student's own grade" : "the teacher's grade"} that counts.`,
  values: mark,
})

/** In the order of the file. The first 22 are those of the Django backend, header text included. */
export const columns: readonly Column[] = [
  {
    header: 'ID',
    of: 'assignment',
    cell: number('ca.id'),
    meaning: 'The course assignment: one activity with one piece, assigned to a whole course.',
    values: `${id}; every student of the course has it in a row`,
  },
  {
    header: 'Course ID',
    of: 'assignment',
    cell: number('c.id'),
    meaning: 'The course, archived ones too.',
    values: id,
  },
  { header: 'Course Name', of: 'assignment', cell: text('c.name'), meaning: 'The name of the course.', values: 'Text' },
  {
    header: 'Piece ID',
    of: 'assignment',
    cell: number('p.id'),
    meaning: 'The piece of music.',
    values: id,
  },
  { header: 'Piece Name', of: 'assignment', cell: text('p.name'), meaning: 'The title of the piece.', values: 'Text' },
  {
    header: 'Piece Plan ID',
    of: 'plan',
    cell: number('plan.id'),
    meaning: 'The piece plan, a list of activities for one piece, that brought the assignment.',
    values: id,
  },
  {
    header: 'Piece Plan Name',
    of: 'plan',
    cell: text(
      `(plan.name || ': ' || planned.name || ' ' || CASE WHEN plan.type IS NULL THEN '' ELSE '(' || plan.type || ')' END)`,
    ),
    meaning: 'The plan, its piece, and its type where it has one.',
    values:
      'Text, "plan: piece (type)"; without a type it ends in a space. Type telephone_fixed: students work in groups, each member has other activities of the plan',
  },
  { header: 'Student ID', of: 'student', cell: number('e.user_id'), meaning: 'The student.', values: id },
  {
    header: 'Student Instrument ID',
    of: 'ownInstrument',
    cell: number('own.id'),
    meaning: 'The instrument that the student plays in this course, as it is now.',
    values: id,
  },
  {
    header: 'Student Instrument Name',
    of: 'ownInstrument',
    cell: text('own.name'),
    meaning: 'The name of that instrument.',
    values: 'Text',
  },
  {
    header: 'Assignment Activity ID',
    of: 'assignment',
    cell: number('a.id'),
    meaning: 'What the student is to do: the activity, the same for all pieces and courses.',
    values: id,
  },
  {
    header: 'Assignment Activity',
    of: 'assignment',
    cell: text(`(t.name || ': ' || coalesce(pt.name, 'None'))`),
    meaning: 'The type of the activity, and the part of the piece that it is about.',
    values: 'Text, "type: part"; None for an activity about no part',
  },
  {
    header: 'Assignment Instrument ID',
    of: 'instrument',
    cell: number('played.id'),
    meaning:
      "The instrument for this student and assignment, as it resolves now: the student's own for this assignment, else the assignment's, else the enrollment's, else the account's.",
    values: id,
  },
  {
    header: 'Assignment Instrument Name',
    of: 'instrument',
    cell: text('played.name'),
    meaning: 'The name of that instrument.',
    values: 'Text',
  },
  {
    header: 'Submissions ID',
    of: 'submission',
    cell: number('work.submission_id'),
    meaning: 'One piece of work that the student handed in. A student may hand in several for one assignment.',
    values: id,
  },
  {
    header: 'Submissions Content',
    of: 'submission',
    cell: text('work.content'),
    meaning: 'What the student wrote or composed, in the form in which the activity keeps it.',
    values: 'Text, JSON or MusicXML; empty, or "N/A for Perform submissions", where the work is a recording',
  },
  {
    header: 'Submissions submitted',
    of: 'submission',
    cell: time('work.submitted_at'),
    meaning: 'When it was handed in.',
    values: instant,
  },
  {
    header: 'Submissions grade',
    of: 'submission',
    cell: number('teacher.id'),
    meaning: "The teacher's grade that counts: the newest.",
    values: `${id}; empty: not graded`,
  },
  {
    header: 'Submissions Self Grade',
    of: 'submission',
    cell: number('self.id'),
    meaning: 'The grade that the student gave to the own work, the newest.',
    values: `${id}; empty: not graded`,
  },
  {
    header: 'Submission Attatchnment ID',
    of: 'attachment',
    cell: number('work.attachment_id'),
    meaning: 'A file that belongs to the submission: a recording, a score. Each file has a row of its own.',
    values: id,
  },
  {
    header: 'Submission Attachment File',
    of: 'attachment',
    cell: text('work.file'),
    meaning: 'The key of that file in the media store of the site.',
    values: 'Text',
  },
  {
    header: 'Submission Attachment Submitted',
    of: 'attachment',
    cell: time('work.attached_at'),
    meaning: 'When that file arrived.',
    values: instant,
  },
  markOf('teacher', 'rhythm'),
  markOf('teacher', 'tone'),
  markOf('teacher', 'expression'),
  markOf('self', 'rhythm'),
  markOf('self', 'tone'),
  markOf('self', 'expression'),
  {
    header: 'Student Username',
    of: 'student',
    cell: text('u.username'),
    meaning: 'What the student signs in with.',
    values: 'Text',
    onRequest: true,
  },
  {
    header: 'Student Name',
    of: 'student',
    cell: text('u.name'),
    meaning: 'The full name of the student.',
    values: 'Text; empty: not known',
    onRequest: true,
  },
]

/** The columns of one export. */
export const columnsOf = ({ names }: { names: boolean }): Column[] =>
  columns.filter(({ onRequest }) => names || !onRequest)

export const lineEnd = '\r\n'

/** The first line of the file. No header has a character that would need quotes; a test looks. */
export const headerLine = (shown: readonly Column[]): string => shown.map(({ header }) => header).join(',') + lineEnd
