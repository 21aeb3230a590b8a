import { prepared } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { answerToAsked, askedCourse, readInCourse } from '../courses/index.ts'
import { answerOf } from '../json.ts'
import { list, lookUp, object, orNull, time, value } from '../sql.ts'
import type { StandingsInput } from './schemas.ts'

export type Standing = {
  enrollmentId: number
  courseAssignmentId: number
  takes: number
  submissionId: number | null
  submittedAt: string | null
  deadline: string | null
  grade: { rhythm: number | null; tone: number | null; expression: number | null } | null
  progress: { currentStep: number; finishedAt: string | null } | null
}

const ofStudents = prepared(
  'standings',
  () => `
  WITH ${askedCourse}, live AS MATERIALIZED (
    SELECT ca.id FROM asked JOIN course_assignments ca ON ca.course_id = asked.course_id AND ca.archived_at IS NULL
  ), student AS MATERIALIZED (
    SELECT e.id FROM asked JOIN enrollments e ON e.course_id = asked.course_id AND e.role = 'student'
  ), own AS MATERIALIZED (
    SELECT o.course_assignment_id, o.enrollment_id, o.deadline
    FROM live ${lookUp('assignment_overrides', 'o', 'o.course_assignment_id = live.id AND o.deadline IS NOT NULL')}
  ), steps AS MATERIALIZED (
    SELECT ap.course_assignment_id, ap.enrollment_id, ap.current_step, ap.finished_at
    FROM live ${lookUp('activity_progress', 'ap', 'ap.course_assignment_id = live.id')}
  ), work AS MATERIALIZED (
    SELECT live.id AS course_assignment_id, latest.enrollment_id, latest.id, latest.submitted_at, latest.takes
    FROM live CROSS JOIN LATERAL (
      SELECT s.enrollment_id, s.id, s.submitted_at, count(*) OVER (PARTITION BY s.enrollment_id) AS takes,
        row_number() OVER (PARTITION BY s.enrollment_id ORDER BY s.submitted_at DESC, s.id DESC) AS nth
      FROM submissions s WHERE s.course_assignment_id = live.id
    ) latest
    WHERE latest.nth = 1
  ), cell AS (
    SELECT course_assignment_id, enrollment_id, id, submitted_at, takes FROM work
    UNION ALL SELECT other.course_assignment_id, other.enrollment_id, NULL, NULL, 0 FROM (
      SELECT course_assignment_id, enrollment_id FROM own
      UNION SELECT course_assignment_id, enrollment_id FROM steps
      UNION SELECT ga.course_assignment_id, ga.enrollment_id
      FROM live ${lookUp('group_assignments', 'ga', 'ga.course_assignment_id = live.id')}
      EXCEPT SELECT course_assignment_id, enrollment_id FROM work
    ) other
  )
  ${answerToAsked(
    list(
      object({
        enrollmentId: 'cell.enrollment_id',
        courseAssignmentId: 'cell.course_assignment_id',
        takes: 'cell.takes',
        submissionId: orNull('cell.id'),
        submittedAt: orNull(time('cell.submitted_at')),
        deadline: orNull(value('own.deadline')),
        grade: orNull(`SELECT ${object({
          rhythm: orNull('g.rhythm'),
          tone: orNull('g.tone'),
          expression: orNull('g.expression'),
        })} FROM grades g WHERE g.submission_id = cell.id AND g.kind = 'teacher'
          ORDER BY g.created_at DESC, g.id DESC LIMIT 1`),
        progress: orNull(
          `CASE WHEN steps.current_step IS NOT NULL THEN ${object({
            currentStep: 'steps.current_step',
            finishedAt: orNull(time('steps.finished_at')),
          })} END`,
        ),
      }),
      {
        from: `FROM cell JOIN student ON student.id = cell.enrollment_id
          LEFT JOIN own USING (course_assignment_id, enrollment_id)
          LEFT JOIN steps USING (course_assignment_id, enrollment_id)`,
        orderBy: 'cell.enrollment_id, cell.course_assignment_id',
      },
    ),
  )}`,
)

/**
 * How each student of a course stands with each assignment, for the gradebook: where there is something to tell of
 * beside that it is assigned to everyone. `takes` were handed in, of which `submissionId` is the latest; the marks are the
 * newest that a teacher gave it, `deadline` is the student's own, `progress`
 * how far they are with the steps. What a group gives to a student is there without work
 * too. One statement.
 */
export const standings = async (ctx: Ctx, { course }: StandingsInput): Promise<Standing[]> =>
  answerOf(ctx, (await readInCourse(ctx, 'submissions.standings', ofStudents, course)).body ?? '[]')
