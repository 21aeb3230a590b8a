/** How rows of a course are recognised in an answer: by marks in every text, and by ids that no other kind of row has. */
import type { Database } from '@cpr/domain'

/** Of courses, in every text of theirs. */
export const markOf = (courses: (number | string)[]): string => `zqcourse${courses.join('and')}zq`
const courseMark = /zqcourse([\dand]+)zq/gi

/** Of one student's own work. */
const workMark = /zqwork(\d+)zq/gi

/** Nine or ten digits: no id of ours has fewer once it is moved, and times have more. */
const movedId = /(?<!\d)\d{9,10}(?!\d)/g

/** By how much ids of a table are moved: ids of two tables are never the same. 1 700 000 000 and above are seconds of our time. */
const moves = {
  users: 100_000_000,
  course_assignments: 200_000_000,
  enrollments: 300_000_000,
  submissions: 400_000_000,
  submission_attachments: 500_000_000,
  grades: 600_000_000,
  activity_progress: 700_000_000,
  activity_events: 800_000_000,
  assignment_groups: 900_000_000,
  group_assignments: 1_000_000_000,
  assignment_overrides: 1_100_000_000,
  curricula: 1_200_000_000,
  piece_plans: 1_400_000_000,
  instrument_configs: 1_500_000_000,
  courses: 1_600_000_000,
  sessions: 2_000_000_000,
}

/** SQL for the mark of a course: `c` is its number. */
const mark = (c: string): string => `'zqcourse' || ${c} || 'zq'`
const numberOf = (courseId: string): string => `(${courseId} % 100000000 - 1000)`

/** Moves ids, and writes marks into texts. */
export const markRows = async ({ pool }: Database): Promise<void> => {
  for (const [table, by] of Object.entries(moves)) {
    await pool.query(`UPDATE ${table} SET id = id + ${by}`)
    await pool.query(`SELECT setval(pg_get_serial_sequence('${table}', 'id'), max(id)) FROM ${table}`)
  }
  for (const table of ['pieces', 'planned_activities', 'curriculum_entries'])
    await pool.query(`SELECT setval(pg_get_serial_sequence('${table}', 'id'), max(id)) FROM ${table}`)
  const ofCourse = numberOf('e.course_id')
  for (const sql of [
    `UPDATE courses SET name = 'Course ' || ${mark(numberOf('id'))}, slug = ${mark(numberOf('id'))} || '-band'`,
    `UPDATE users SET name = 'Name ' || mine.mark, username = mine.mark || '-' || id, external_id = mine.mark || '-external'
      FROM (SELECT user_id, 'zqcourse' || string_agg((${ofCourse})::text, 'and' ORDER BY e.course_id) || 'zq' AS mark
        FROM enrollments e GROUP BY user_id) mine
      WHERE mine.user_id = users.id`,
    `UPDATE curricula SET name = 'Curriculum ' || ${mark(numberOf('course_id'))}`,
    `UPDATE submissions s SET content = ${mark(ofCourse)} || ' zqwork' || e.id || 'zq'
      FROM enrollments e WHERE e.id = s.enrollment_id`,
    `UPDATE submission_attachments a SET file = 'submissions/' || ${mark(ofCourse)} || '-zqwork' || e.id || 'zq-' || a.id || '.wav'
      FROM submissions s JOIN enrollments e ON e.id = s.enrollment_id WHERE s.id = a.submission_id`,
    `UPDATE activity_progress p SET participant_email = ${mark(ofCourse)} || '@example.org',
        question_responses = jsonb_build_object('q', ${mark(ofCourse)} || ' zqwork' || e.id || 'zq'),
        current_audio_url = 'https://example.org/' || ${mark(ofCourse)}
      FROM enrollments e WHERE e.id = p.enrollment_id`,
    `UPDATE activity_events v SET data = p.question_responses FROM activity_progress p WHERE p.id = v.progress_id`,
    `UPDATE instrument_configs i SET name = 'zqcourse' || ${ofCourse} || 'zq c', description = ${mark(ofCourse)}
      FROM enrollments e WHERE e.user_id = i.user_id`,
  ])
    await pool.query(sql)
}

/** Which courses a row with a moved id is of. Plans are no course's: every teacher of a site sees all of them. */
export const readOwners = async ({ pool }: Database): Promise<Map<number, number[]>> => {
  const { rows } = await pool.query<{ id: number; courses: number[] }>(`
    WITH owned (id, course) AS (
      SELECT id, id FROM courses
      UNION SELECT id, course_id FROM enrollments
      UNION SELECT user_id, course_id FROM enrollments
      UNION SELECT i.id, e.course_id FROM instrument_configs i JOIN enrollments e USING (user_id)
      UNION SELECT s.id, e.course_id FROM sessions s JOIN enrollments e USING (user_id)
      UNION SELECT id, course_id FROM course_assignments
      UNION SELECT id, course_id FROM curricula
      UNION SELECT id, course_id FROM removals WHERE course_id IS NOT NULL
      UNION SELECT s.id, e.course_id FROM submissions s JOIN enrollments e ON e.id = s.enrollment_id
      UNION SELECT a.id, e.course_id FROM submission_attachments a
        JOIN submissions s ON s.id = a.submission_id JOIN enrollments e ON e.id = s.enrollment_id
      UNION SELECT g.id, e.course_id FROM grades g
        JOIN submissions s ON s.id = g.submission_id JOIN enrollments e ON e.id = s.enrollment_id
      UNION SELECT p.id, e.course_id FROM activity_progress p JOIN enrollments e ON e.id = p.enrollment_id
      UNION SELECT v.id, e.course_id FROM activity_events v
        JOIN activity_progress p ON p.id = v.progress_id JOIN enrollments e ON e.id = p.enrollment_id
      UNION SELECT o.id, e.course_id FROM assignment_overrides o JOIN enrollments e ON e.id = o.enrollment_id
      UNION SELECT g.id, e.course_id FROM group_assignments g JOIN enrollments e ON e.id = g.enrollment_id
      UNION SELECT g.group_id, e.course_id FROM group_assignments g JOIN enrollments e ON e.id = g.enrollment_id
    )
    SELECT id, array_agg(DISTINCT ${numberOf('course')}) AS courses FROM owned GROUP BY id`)
  return new Map(rows.map(({ id, courses }) => [id, courses]))
}

/** Who looks: in which courses they are, and as whom. */
export type Looker = { courses: number[]; enrollmentIds: number[]; isStudent: boolean }

/**
 * What in a text is of courses that somebody has no part in, or another student's work where a student looks.
 * @param said what they sent: hearing that again tells nobody anything
 */
export const foreignIn = (
  text: string,
  said: string[],
  { courses, enrollmentIds, isStudent }: Looker,
  owners: Map<number, number[]>,
): string[] => {
  let rest = text
  for (const one of said.toSorted((a, b) => b.length - a.length)) if (one.length >= 9) rest = rest.replaceAll(one, '…')
  const isForeign = (of: number[]): boolean => !of.some((course) => courses.includes(course))
  const marks = [...rest.matchAll(courseMark)].filter(([, of = '']) => isForeign(of.split('and').map(Number)))
  const works = isStudent ? [...rest.matchAll(workMark)].filter(([, id]) => !enrollmentIds.includes(Number(id))) : []
  const ids = [...rest.matchAll(movedId)].filter(([id]) => {
    const of = owners.get(Number(id))
    return of !== undefined && isForeign(of)
  })
  return [...new Set([...marks, ...works, ...ids].map(([found]) => found))]
}
