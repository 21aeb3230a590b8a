/** Assignments as the teachers of a course see them: one row per course assignment, whatever the roster. */
import { prepared } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { answerToAsked, askedCourse, readInCourse } from '../courses/index.ts'
import { instrumentJson, instruments, joinInstrument } from '../instruments/index.ts'
import { piecesOf } from '../music/index.ts'
import type { Action } from '../policy.ts'
import { list, listed, object } from '../sql.ts'
import type { PieceWithParts, toAssignment } from './queries.ts'
import { activitiesOf, assignmentFields, inPieceOrder, joinPart } from './statement.ts'

export type PlainAssignment = ReturnType<typeof toAssignment> & { partId: number | null }

export type AssignmentOfCourse = PlainAssignment & {
  groups: number
  /** Students who handed something in; and those of them whose latest submission no teacher has graded. */
  handedIn: number
  toGrade: number
  /** Who is through all steps of an activity that has some. */
  finished: number
}

/** Pieces in the order in which they were first assigned, each with its assignments in the order of the contract. */
export type CourseView<Assignment = AssignmentOfCourse> = { piece: PieceWithParts; assignments: Assignment[] }[]

/** How far the students are, which takes a look at every submission of the course. */
const tallies = {
  fields: {
    groups: '(SELECT count(*) FROM group_assignments ga WHERE ga.course_assignment_id = assigned.id)',
    handedIn: 'work.handed_in',
    toGrade: 'work.to_grade',
    finished: `(SELECT count(*) FROM activity_progress ap
      WHERE ap.course_assignment_id = assigned.id AND ap.finished_at IS NOT NULL)`,
  },
  // The grades of all at once: a look for each submission would take twice as long.
  join: `CROSS JOIN LATERAL (
      SELECT handed_in, handed_in - (SELECT count(DISTINCT g.submission_id) FROM grades g
        WHERE g.submission_id = ANY (latest.ids) AND g.kind = 'teacher') AS to_grade
      FROM (
        SELECT count(*) AS handed_in, array_agg(id) AS ids FROM (
          SELECT DISTINCT ON (s.enrollment_id) s.id FROM submissions s WHERE s.course_assignment_id = assigned.id
          ORDER BY s.enrollment_id, s.submitted_at DESC, s.id DESC
        ) of_each
      ) latest
    ) work`,
}

/** `$3`: whether with notation. For a student of the course there is no answer. */
const ofCourse = ({ fields, join }: { fields: Record<string, string>; join: string }) => `
  WITH ${askedCourse}, assigned AS MATERIALIZED (
    SELECT ca.id, ca.piece_plan_id, ca.position, ca.deadline, ca.audience, ca.piece_id, ca.activity_id, ca.instrument_id
    FROM asked JOIN course_assignments ca ON ca.course_id = asked.course_id AND ca.archived_at IS NULL
    WHERE asked.role IS DISTINCT FROM 'student'
  ), ${instruments}, ${activitiesOf('SELECT activity_id FROM assigned')},
  ${piecesOf('SELECT piece_id FROM assigned', '$3::boolean')}, grouped AS MATERIALIZED (
    SELECT assigned.piece_id, min(assigned.id) AS first, string_agg(${object({
      ...assignmentFields,
      instrument: instrumentJson,
      ...fields,
    })}, ',' ORDER BY ${inPieceOrder}) AS json
    FROM assigned JOIN activity ON activity.id = assigned.activity_id
    ${joinPart('assigned.piece_id')} ${joinInstrument('assigned.instrument_id')}
    ${join}
    GROUP BY assigned.piece_id
  )
  ${answerToAsked(
    list(object({ piece: 'piece.json', assignments: listed('grouped.json') }), {
      from: 'FROM grouped JOIN piece ON piece.id = grouped.piece_id',
      orderBy: 'grouped.first',
    }),
  )}`

const withTallies = prepared('assignments-of-course', () => ofCourse(tallies))
const withoutTallies = prepared('assignments-of-course-alone', () => ofCourse({ fields: {}, join: '' }))

type Options = { course: string; withNotation: boolean }

/**
 * What a course is assigned, as JSON of a `CourseView`. One statement.
 * @throws {DomainError} as the policy says for `action`
 */
export const readCourseView = async (ctx: Ctx, action: Action, options: Options): Promise<string> =>
  (await readInCourse(ctx, action, withTallies, options.course, options.withNotation)).body ?? '[]'

/** The same without tallies, and the asker's role with it. A student gets none of it. */
export const readPlainCourseView = async (ctx: Ctx, action: Action, options: Options) => {
  const { role, body } = await readInCourse(ctx, action, withoutTallies, options.course, options.withNotation)
  return { role, json: role === 'STUDENT' ? null : body }
}
