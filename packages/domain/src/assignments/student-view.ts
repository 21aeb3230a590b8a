/** Assignments as one student sees them: instrument, part and deadline resolved, with the own submissions. */
import { type EnrollmentRole, type PreparedStatement, prepared } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { answerToAsked, askedCourse, readInCourse } from '../courses/index.ts'
import { notFound } from '../errors.ts'
import { type InstrumentRow, instrumentJson, instruments, joinInstrument } from '../instruments/index.ts'
import { fileMark, signFiles } from '../media/index.ts'
import { piecesOf } from '../music/index.ts'
import type { Action } from '../policy.ts'
import { list, listed, object, orNull, time } from '../sql.ts'
import { submissionFields, type toSubmission } from '../submissions/index.ts'
import type { GroupView, PieceWithParts, toAssignment } from './queries.ts'
import { activitiesOf, assignmentFields, groupJson, inPieceOrder, joinPart } from './statement.ts'

export type StudentAssignment = ReturnType<typeof toAssignment> & {
  instrument: InstrumentRow | null
  partId: number | null
  group: GroupView | null
  submissions: ReturnType<typeof toSubmission>[]
  /** How far the student is with the steps; null where none of them was opened. */
  progress: { currentStep: number; finishedAt: string | null } | null
}

/** Pieces in the order in which they were first assigned, each with its assignments in the order of the contract. */
export type StudentView = { piece: PieceWithParts; assignments: StudentAssignment[] }[]

/**
 * `$3` is the enrollment whose list it is, the asker's own where null; `$4` whether with notation. `whose` and
 * `which` are conditions of their own: with `$6 IS NULL OR …` PostgreSQL would read the assignments of all courses. An enrollment sees what is for everyone, what a group gives to it, and what it handed something in for, so that work never
 * disappears from the eyes of whoever made it.
 */
const studentViewStatement = ({ whose = '', which = '' }: { whose?: string; which?: string }) => `
  WITH ${askedCourse}, student AS MATERIALIZED (
    SELECT e.id, e.course_id, e.instrument_id, u.instrument_id AS user_instrument_id
    FROM asked JOIN enrollments e ON e.id = COALESCE($3::int, asked.enrollment_id) AND e.course_id = asked.course_id
    JOIN users u ON u.id = e.user_id ${whose}
  ), assigned AS MATERIALIZED (
    SELECT ca.id, ca.piece_plan_id, ca.position, COALESCE(own.deadline, ca.deadline) AS deadline, ca.audience, ca.piece_id,
      ca.activity_id, student.id AS enrollment_id,
      COALESCE(own.instrument_id, ca.instrument_id, student.instrument_id, student.user_instrument_id) AS instrument_id
    FROM student JOIN course_assignments ca ON ca.course_id = student.course_id AND ca.archived_at IS NULL
    LEFT JOIN assignment_overrides own ON own.course_assignment_id = ca.id AND own.enrollment_id = student.id
    WHERE (ca.audience = 'everyone'
      OR EXISTS (SELECT 1 FROM group_assignments ga WHERE ga.course_assignment_id = ca.id AND ga.enrollment_id = student.id)
      OR EXISTS (SELECT 1 FROM submissions s WHERE s.course_assignment_id = ca.id AND s.enrollment_id = student.id)) ${which}
  ), ${instruments}, ${activitiesOf('SELECT activity_id FROM assigned')},
  ${piecesOf('SELECT piece_id FROM assigned', '$4::boolean')}, work AS MATERIALIZED (
    SELECT s.course_assignment_id, string_agg(${object(submissionFields('$5'))}, ',' ORDER BY s.id) AS json
    FROM assigned JOIN submissions s ON s.course_assignment_id = assigned.id AND s.enrollment_id = assigned.enrollment_id
    ${joinInstrument('s.instrument_id')}
    GROUP BY s.course_assignment_id
  ), grouped AS MATERIALIZED (
    SELECT assigned.piece_id, min(assigned.id) AS first, string_agg(${object({
      ...assignmentFields,
      instrument: instrumentJson,
      group: groupJson('assigned.enrollment_id', 'assigned.id'),
      submissions: listed('work.json'),
      progress: orNull(`SELECT ${object({
        currentStep: 'ap.current_step',
        finishedAt: orNull(time('ap.finished_at')),
      })} FROM activity_progress ap
        WHERE ap.course_assignment_id = assigned.id AND ap.enrollment_id = assigned.enrollment_id`),
    })}, ',' ORDER BY ${inPieceOrder}) AS json
    FROM assigned JOIN activity ON activity.id = assigned.activity_id
    ${joinPart('assigned.piece_id')} ${joinInstrument('assigned.instrument_id')}
    LEFT JOIN work ON work.course_assignment_id = assigned.id
    GROUP BY assigned.piece_id
  )
  ${answerToAsked(
    `CASE WHEN EXISTS (SELECT 1 FROM student) THEN ${list(
      object({ piece: 'piece.json', assignments: listed('grouped.json') }),
      { from: 'FROM grouped JOIN piece ON piece.id = grouped.piece_id', orderBy: 'grouped.first' },
    )} END`,
  )}`

const ofStudent = prepared('assignments-of-student', () => studentViewStatement({}))
const oneOfStudent = prepared('assignment-of-student', () => studentViewStatement({ which: 'AND ca.id = $6::int' }))
const ofStudentAlone = prepared('assignments-of-student-alone', () =>
  studentViewStatement({ whose: `AND e.role = 'student'` }),
)

type Options = { course: string; withNotation: boolean }

/** @throws {DomainError} as the policy says for `action`, `not-found` for an enrollment that is not in the course */
const read = async (
  ctx: Ctx,
  action: Action,
  statement: PreparedStatement,
  { course, enrollmentId = null, withNotation }: Options & { enrollmentId?: number | null },
  ...more: number[]
): Promise<{ role: EnrollmentRole | null; json: string | null }> => {
  const values = [enrollmentId, withNotation, fileMark, ...more]
  const { role, body } = await readInCourse(ctx, action, statement, course, ...values)
  return { role, json: body && signFiles(ctx, body) }
}

/**
 * The assignments of a course that a student sees, as JSON of a `StudentView`: the asker, or whoever has `enrollmentId`. One
 * statement.
 * @throws {DomainError} as the policy says for `action`, `not-found` for an enrollment that is not in the course
 */
export const readStudentView = async (
  ctx: Ctx,
  action: Action,
  options: Options & { enrollmentId?: number },
): Promise<string> => {
  const { json } = await read(ctx, action, ofStudent, options)
  if (json === null) throw notFound('Enrollment')
  return json
}

/** The same of the asker's assignment `id` alone. */
export const readStudentAssignment = async (
  ctx: Ctx,
  action: Action,
  { id, ...options }: Options & { id: number },
): Promise<string> => {
  const { json } = await read(ctx, action, oneOfStudent, options, id)
  if (json === null) throw notFound('Enrollment')
  return json
}

/** The same of the asker, if they are a student of the course: else the JSON is null. */
export const readOwnView = (ctx: Ctx, action: Action, options: Options) => read(ctx, action, ofStudentAlone, options)
