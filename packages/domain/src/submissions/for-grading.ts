import { type EnrollmentRole, prepared } from '@cpr/db'
import { activitiesOf, type GroupView, groupJson, type PieceWithParts } from '../assignments/index.ts'
import type { Ctx } from '../context.ts'
import { answerToAsked, askedCourse, readInCourse } from '../courses/index.ts'
import type { Person } from '../enrollments/index.ts'
import { notFound } from '../errors.ts'
import { type InstrumentRow, instrumentJson, instruments, joinInstrument } from '../instruments/index.ts'
import { answerOf } from '../json.ts'
import { fileMark, signFiles } from '../media/index.ts'
import { piecesOf } from '../music/index.ts'
import type { toActivity } from '../plans/index.ts'
import { enumName, list, lookUp, lookUpIfAny, object, orNull, value } from '../sql.ts'
import { personJson } from '../users/index.ts'
import type { toSubmission } from './queries.ts'
import type { ForGradingInput } from './schemas.ts'
import { latestOf, submissionFields } from './statement.ts'

type Submission = ReturnType<typeof toSubmission>

export type SubmissionForGrading = {
  /** Of the one of `takes` that is to be graded. */
  id: number
  student: Person
  enrollment: { id: number; role: EnrollmentRole; instrument: InstrumentRow | null }
  assignment: {
    id: number
    pieceId: number
    activityId: number
    deadline: string | null
    group: GroupView | null
  }
  /** Everything that the same student handed in for the same assignment. */
  takes: Submission[]
}

export type ForGrading = {
  submissions: SubmissionForGrading[]
  activities: ReturnType<typeof toActivity>[]
  pieces: PieceWithParts[]
}

/** `$3` is given the mark of files; `chosen` is a CTE of that name, the submissions that are asked for. */
const forGrading = (chosen: string) => `
  WITH ${askedCourse}, ${chosen}, assigned AS MATERIALIZED (
    SELECT ca.id, ca.piece_id, ca.activity_id, ca.deadline
    FROM (SELECT DISTINCT course_assignment_id AS id FROM chosen) wanted
    ${lookUp('course_assignments', 'ca', 'ca.id = wanted.id')}
  ), ${instruments}, ${activitiesOf('SELECT activity_id FROM assigned')},
  ${piecesOf('SELECT piece_id FROM assigned', 'true')}, take AS MATERIALIZED (
    SELECT s.id, s.course_assignment_id, s.enrollment_id, ${object(submissionFields('$3'))} AS json
    FROM (SELECT DISTINCT course_assignment_id, enrollment_id FROM chosen) who
    ${lookUp('submissions', 's', 's.course_assignment_id = who.course_assignment_id AND s.enrollment_id = who.enrollment_id')}
    ${joinInstrument('s.instrument_id')}
  ), takes AS MATERIALIZED (
    SELECT course_assignment_id, enrollment_id, string_agg(json, ',' ORDER BY id) AS json FROM take GROUP BY 1, 2
  )
  ${answerToAsked(
    object({
      submissions: list(
        object({
          id: 'chosen.id',
          student: personJson,
          enrollment: object({ id: 'e.id', role: enumName('e.role'), instrument: instrumentJson }),
          assignment: object({
            id: 'assigned.id',
            pieceId: 'assigned.piece_id',
            activityId: 'assigned.activity_id',
            deadline: orNull(value('COALESCE(own.deadline, assigned.deadline)')),
            group: groupJson('e.id', 'assigned.id'),
          }),
          takes: `'[' || takes.json || ']'`,
        }),
        {
          from: `FROM chosen
            JOIN takes ON takes.course_assignment_id = chosen.course_assignment_id
              AND takes.enrollment_id = chosen.enrollment_id
            JOIN assigned ON assigned.id = chosen.course_assignment_id
            ${lookUp('enrollments', 'e', 'e.id = chosen.enrollment_id')} ${lookUp('users', 'u', 'u.id = e.user_id')}
            ${lookUpIfAny('assignment_overrides', 'own', 'own.course_assignment_id = assigned.id AND own.enrollment_id = e.id')}
            ${joinInstrument('e.instrument_id')}`,
          orderBy: 'chosen.enrollment_id, chosen.id',
        },
      ),
      activities: list('activity.json', { from: 'FROM activity', orderBy: 'activity.id' }),
      pieces: list('piece.json', { from: 'FROM piece', orderBy: 'piece.id' }),
    }),
  )}`

const ofCourse = (which: string): string => `chosen AS MATERIALIZED (
  SELECT s.id, s.course_assignment_id, s.enrollment_id
  FROM asked JOIN course_assignments ca ON ca.course_id = asked.course_id
  JOIN submissions s ON s.course_assignment_id = ca.id ${which}
)`

const all = prepared('submissions-for-grading', () => forGrading(ofCourse('')))
const one = prepared('submission-for-grading', () => forGrading(ofCourse('AND s.id = $4::int')))
const latest = prepared('submissions-for-grading-latest', () =>
  forGrading(
    `${latestOf('$4', '$5')}, chosen AS MATERIALIZED (SELECT id, course_assignment_id, enrollment_id FROM latest)`,
  ),
)

/**
 * Submissions of a course with all that is seen while grading: who made them, for what, alone or in which group, every
 * take of the same student (the one to grade among them), and each activity and piece, with its notation, once. All of them, or one (`id`), or of each student the
 * latest one for a piece and an activity type (`latestOf`), in the order of enrollment. One statement.
 * @throws {DomainError} `not-found` for a submission that is not in the course
 */
export const submissionsForGrading = async (
  ctx: Ctx,
  { course, id, latestOf: of }: ForGradingInput,
): Promise<ForGrading> => {
  const read = (statement: typeof all, ...more: unknown[]) =>
    readInCourse(ctx, 'submissions.forGrading', statement, course, fileMark, ...more)
  const { body } = of
    ? await read(latest, of.pieceSlug, of.activityType)
    : id === undefined
      ? await read(all)
      : await read(one, id)
  if (id !== undefined && body?.startsWith('{"submissions":[]')) throw notFound('Submission')
  return answerOf(ctx, signFiles(ctx, body ?? ''))
}
