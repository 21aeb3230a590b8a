import { Prisma } from '@cpr/db'
import { type Column, lineEnd, type Source, sources } from './columns.ts'
import { handedIn, type Scope } from './scope.ts'

/**
 * Behind which row a batch begins: course, enrollment, course assignment, submission, and of the attachments, newest
 * first, the time (microseconds, negative) and the id (negative). A row's key never changes.
 */
export type Key = [number, number, number, number, number, number]

export const beforeAll: Key = [0, 0, 0, 0, Number.MIN_SAFE_INTEGER, 0]

export type Limits = {
  /** Students looked at in one batch. */
  students: number
  rows: number
  /** About as many bytes; one row more than that is a batch of its own. */
  bytes: number
}

export type Batch = {
  /** Whole lines; null where none of these students has a row. */
  csv: string | null
  rows: number
  /** How many rows these students have behind `after`; more than `rows` where the limits cut them. */
  found: number
  /** What the next batch begins behind; null where no student was left to look at. */
  next: Key | null
}

/** Neighbouring columns of one source, which are written as one text. */
type Run = { name: string; source: Source; cells: string[] }

const runsOf = (columns: readonly Column[]): Run[] => {
  const runs: Run[] = []
  for (const { of: source, cell } of columns) {
    const last = runs.at(-1)
    if (last?.source === source) last.cells.push(cell)
    else runs.push({ name: `run${runs.length}`, source, cells: [cell] })
  }
  return runs
}

const textOf = ({ source, cells }: Run): string => {
  const { id } = sources[source]
  const written = cells.join(` || ',' || `)
  return id === null ? written : `CASE WHEN ${id} IS NULL THEN '${cells.map(() => 'N/A')}' ELSE ${written} END`
}

/**
 * How the statement writes lines of these columns: one statement a batch, whose answer is one text.
 *
 * It looks at the next `students` students, finds the keys of all their rows behind `after`, keeps as many as the limits
 * allow, and writes out those alone. What a student sees is `visibleTo` of the assignments, and beside that the archived
 * assignments that they worked on; the instrument is `resolveInstrument`. A test holds all of it against those two.
 */
export const batchStatement = (columns: readonly Column[]) => {
  const runs = runsOf(columns)
  const stepOf = ({ source }: Run) => sources[source].step
  const written = (step: 'assignment' | 'student') =>
    Prisma.raw(
      runs
        .filter((run) => stepOf(run) === step)
        .map((run) => `, ${textOf(run)} AS ${run.name}`)
        .join(''),
    )
  const carried = Prisma.raw(
    runs
      .filter((run) => stepOf(run) !== 'line')
      .map(({ name }) => `, ${name}`)
      .join(''),
  )
  const line = Prisma.raw(runs.map((run) => (stepOf(run) === 'line' ? textOf(run) : run.name)).join(` || ',' || `))
  const assignmentRuns = written('assignment')
  const studentRuns = written('student')

  return ({ courseId, activityTypeId, from, to }: Scope, after: Key, limits: Limits): Prisma.Sql => {
    const [course, enrollment, assignment, submission, attachedAt, attachment] = after
    const when = (condition: boolean, sql: Prisma.Sql): Prisma.Sql => (condition ? sql : Prisma.empty)
    return Prisma.sql`
      WITH student AS MATERIALIZED (
        SELECT e.id, e.course_id, e.instrument_id, u.instrument_id AS user_instrument_id ${studentRuns}
        FROM (
          SELECT id, course_id, user_id, instrument_id FROM enrollments
          WHERE role = 'student' AND (course_id, id) >= (${course}::int, ${enrollment}::int)
            ${when(courseId !== null, Prisma.sql`AND course_id = ${courseId}`)}
          ORDER BY course_id, id LIMIT ${limits.students}::int
        ) e
        JOIN users u ON u.id = e.user_id
        LEFT JOIN instruments own ON own.id = e.instrument_id
      ), assignment AS MATERIALIZED (
        SELECT ca.id, ca.course_id, ca.instrument_id, ca.audience, ca.archived_at ${assignmentRuns}
        FROM course_assignments ca
        JOIN courses c ON c.id = ca.course_id
        JOIN pieces p ON p.id = ca.piece_id
        JOIN activities a ON a.id = ca.activity_id
        JOIN activity_types t ON t.id = a.activity_type_id
        LEFT JOIN part_types pt ON pt.id = a.part_type_id
        LEFT JOIN piece_plans plan ON plan.id = ca.piece_plan_id
        LEFT JOIN pieces planned ON planned.id = plan.piece_id
        -- As an array, for which the planner expects few courses and uses the index.
        WHERE ca.course_id = ANY (ARRAY(SELECT DISTINCT course_id FROM student))
          ${when(activityTypeId !== null, Prisma.sql`AND t.id = ${activityTypeId}`)}
      ), found AS (
        SELECT e.course_id, e.id AS enrollment_id, e.instrument_id, e.user_instrument_id,
          ca.id AS course_assignment_id, ca.instrument_id AS assignment_instrument_id,
          s.id AS submission_id, s.content, s.submitted_at,
          at.id AS attachment_id, at.file, at.submitted_at AS attached_at,
          -- Where there is none, behind all that may come: nothing handed in meanwhile follows a row that said N/A.
          coalesce(s.id, 2147483647) AS submission_key,
          coalesce(-(extract(epoch FROM at.submitted_at) * 1000000)::bigint, 9007199254740991) AS attached_key,
          coalesce(-at.id, 0) AS attachment_key ${carried}
        FROM student e
        JOIN assignment ca ON ca.course_id = e.course_id
        ${from === null && to === null ? Prisma.sql`LEFT` : Prisma.empty} JOIN submissions s
          ON s.course_assignment_id = ca.id AND s.enrollment_id = e.id
          ${handedIn({ from, to })}
        LEFT JOIN submission_attachments at ON at.submission_id = s.id
        WHERE s.id IS NOT NULL
          OR (ca.archived_at IS NULL AND (ca.audience = 'everyone' OR EXISTS (SELECT 1 FROM group_assignments ga
            WHERE ga.enrollment_id = e.id AND ga.course_assignment_id = ca.id)))
          OR (ca.archived_at IS NOT NULL AND EXISTS (SELECT 1 FROM activity_progress ap
            WHERE ap.enrollment_id = e.id AND ap.course_assignment_id = ca.id))
      ), numbered AS (
        SELECT *, row_number() OVER w AS n, sum(300 + coalesce(octet_length(content), 0)) OVER w AS bytes
        FROM found
        WHERE (course_id, enrollment_id, course_assignment_id, submission_key, attached_key, attachment_key)
          > (${course}::int, ${enrollment}::int, ${assignment}::int, ${submission}::int, ${attachedAt}::bigint,
            ${attachment}::int)
        WINDOW w AS (
          ORDER BY course_id, enrollment_id, course_assignment_id, submission_key, attached_key, attachment_key
          ROWS UNBOUNDED PRECEDING)
      ), work AS (
        SELECT * FROM numbered WHERE n = 1 OR (n <= ${limits.rows}::int AND bytes <= ${limits.bytes}::int)
      ), total AS (
        SELECT (SELECT count(*)::int FROM numbered) AS found, (SELECT count(*)::int FROM work) AS rows
      )
      SELECT total.found, total.rows,
        CASE WHEN total.found > total.rows
          THEN (SELECT ARRAY[course_id, enrollment_id, course_assignment_id, submission_key, attached_key,
            attachment_key]::float8[] FROM work ORDER BY n DESC LIMIT 1)
          ELSE (SELECT ARRAY[course_id, id + 1, 0, 0, ${Number.MIN_SAFE_INTEGER}::bigint, 0]::float8[]
            FROM student ORDER BY course_id DESC, id DESC LIMIT 1)
        END AS next,
        (SELECT string_agg(${line} || ${lineEnd}, '' ORDER BY work.n)
          FROM work
          LEFT JOIN assignment_overrides override ON override.course_assignment_id = work.course_assignment_id
            AND override.enrollment_id = work.enrollment_id
          LEFT JOIN instruments played ON played.id = coalesce(override.instrument_id, work.assignment_instrument_id,
            work.instrument_id, work.user_instrument_id)
          LEFT JOIN LATERAL (${newestGrade('teacher')}) teacher ON true
          LEFT JOIN LATERAL (${newestGrade('self')}) self ON true
        ) AS csv
      FROM total`
  }
}

const newestGrade = (kind: 'teacher' | 'self') => Prisma.sql`
  SELECT id, rhythm, tone, expression FROM grades
  WHERE submission_id = work.submission_id AND kind = ${Prisma.raw(`'${kind}'`)}
  ORDER BY created_at DESC, id DESC LIMIT 1`
