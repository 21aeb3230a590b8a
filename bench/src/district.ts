/** A district of schools, made in the database itself: the same numbers each time, and ids that follow from them. */
import { seedReference } from '@cpr/db/seed'
import type { Database } from '@cpr/domain'

export type District = {
  /** Courses of `courseSize` students each; one course of `largeSize` beside them. */
  courses: number
  courseSize: number
  largeSize: number
}

/** The district of the Django backend's own measurements; `scale` multiplies its courses. */
export const districtOf = (scale: number): District => ({ courses: 200 * scale, courseSize: 50, largeSize: 2000 })

/** A small one, to see that everything works. */
export const hamlet: District = { courses: 4, courseSize: 10, largeSize: 60 }

/** Twice as many courses of the same size, and the same large one. */
export const twice = (district: District): District => ({ ...district, courses: district.courses * 2 })

export const assignmentsPerCourse = 24

/** Everybody is signed in, with a token that tells who it is. */
export const tokenOf = (userId: number): string => `bench-token-of-user-${userId}`

/** Who is who. Courses count from 1, the large one is the last; students of a course from 0. */
export const whoIsWho = ({ courses, courseSize }: District) => {
  const firstUser = 100_000
  const firstStudent = firstUser + courses + 1
  const largeTeacher = firstStudent + courses * courseSize
  return {
    firstUser,
    courseSlug: (course: number): string => `course-${course}`,
    largeCourse: courses + 1,
    teacher: (course: number): number => (course > courses ? largeTeacher : firstUser + course),
    student: (course: number, nth: number): number =>
      course > courses ? largeTeacher + 1 + nth : firstStudent + (course - 1) * courseSize + nth,
    /** The first of the 24 assignments of a course; that of Melody of the first piece. */
    assignment: (course: number): number => 100_000 + (course - 1) * assignmentsPerCourse + 1,
    administrator: 99_999,
  }
}

const types = ['Melody', 'Bassline', 'Creativity', 'Reflection', 'MelodyPost', 'BasslinePost']

/**
 * Fills a migrated, empty database. Half of the assignments of each student have a submission with an attachment, half of
 * those a teacher's grade.
 */
export const buildDistrict = async (
  { db, pool, migrate }: Database,
  district: District,
  say: (line: string) => void,
): Promise<void> => {
  await migrate()
  await seedReference(db)
  const { courses, courseSize, largeSize } = district
  const { firstUser, administrator, largeCourse } = whoIsWho(district)
  const small = courses * courseSize
  const values: Record<string, number | string | string[]> = {
    courses,
    courseSize,
    largeSize,
    firstUser,
    administrator,
    largeCourse,
    small,
    types,
    tokenStem: tokenOf(0).slice(0, -1),
  }
  for (const [what, sql] of Object.entries(steps)) {
    say(`  ${what} …`)
    const given: unknown[] = []
    // Named parameters, cast where they stand.
    const text = sql.replace(/:(\w+)(::[\w[\]]+)/g, (_, name: string, cast: string) => {
      given.push(values[name])
      return `$${given.length}${cast}`
    })
    await pool.query(text, given)
  }
  const { rows } = await pool.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_%'`,
  )
  for (const { name } of rows) {
    const has = await pool.query(`SELECT pg_get_serial_sequence('${name}', 'id') AS sequence`).catch(() => null)
    if (has?.rows[0].sequence)
      await pool.query(`SELECT setval(pg_get_serial_sequence('${name}', 'id'), coalesce(max(id), 1)) FROM ${name}`)
  }
  say('  statistics …')
  // As a database is that has been up for some hours: it cleans up by itself what it was just filled with.
  await pool.query('VACUUM ANALYZE')
}

/** What `whoIsWho` says, as SQL; in the order of what needs what. */
const steps = {
  'four pieces': `
    WITH composer AS (INSERT INTO composers (name) VALUES ('Traditional') RETURNING id)
    INSERT INTO pieces (id, name, slug, composer_id, ensemble_type_id)
    SELECT n, 'Piece ' || n, 'piece-' || n, composer.id, 1 FROM composer, generate_series(1, 4) n`,
  'their parts': `
    INSERT INTO parts (id, name, piece_id, part_type_id)
    SELECT (p - 1) * 2 + t, 'Part ' || t || ' of piece ' || p, p, t FROM generate_series(1, 4) p, generate_series(1, 2) t`,
  'their notation': `
    INSERT INTO part_transpositions (part_id, transposition_id, notation)
    SELECT p.id, t, '{"score-partwise":{"work":{"work-title":"' || p.name || '"},"key":"' || t || '"}}'
    FROM parts p, generate_series(1, 8) t WHERE t % 3 <> p.id % 3`,
  'a plan each': `
    WITH plan AS (
      INSERT INTO piece_plans (id, name, piece_id) SELECT n, 'Plan ' || n, n FROM generate_series(1, 4) n RETURNING id)
    INSERT INTO planned_activities (piece_plan_id, activity_id, position)
    SELECT plan.id, a.id, array_position(:types::text[], t.name)
    FROM plan, activities a JOIN activity_types t ON t.id = a.activity_type_id WHERE t.name = ANY (:types::text[])`,
  'a fifth piece, to be assigned': `
    WITH piece AS (
      INSERT INTO pieces (id, name, slug, ensemble_type_id) VALUES (5, 'Piece 5', 'piece-5', 1) RETURNING id
    ), part AS (
      INSERT INTO parts (id, name, piece_id, part_type_id) SELECT 9, 'Part 1 of piece 5', id, 1 FROM piece
    ), plan AS (
      INSERT INTO piece_plans (id, name, piece_id) SELECT 5, 'Plan 5', id FROM piece RETURNING id)
    INSERT INTO planned_activities (piece_plan_id, activity_id, position)
    SELECT plan.id, a.id, array_position(:types::text[], t.name)
    FROM plan, activities a JOIN activity_types t ON t.id = a.activity_type_id WHERE t.name = ANY (:types::text[])`,
  people: `
    INSERT INTO users (id, username, name, grade, password_hash, groups, is_superuser)
    SELECT :firstUser::int + n, 'user' || n, 'User ' || n, '7', '!',
      CASE WHEN n <= :courses::int OR n = :courses::int + :small::int + 1 THEN ARRAY['teacher'] ELSE ARRAY['student'] END::user_group[],
      false
    FROM generate_series(1, :courses::int + :small::int + 1 + :largeSize::int) n
    UNION ALL SELECT :administrator::int, 'administrator', 'Administrator', '', '!', ARRAY[]::user_group[], true`,
  sessions: `
    INSERT INTO sessions (token_hash, user_id, expires_at)
    SELECT encode(sha256(convert_to(:tokenStem::text || id, 'UTF8')), 'hex'), id, now() + interval '30 days' FROM users`,
  courses: `
    INSERT INTO courses (id, name, slug, owner_id, start_date, end_date, can_edit_instruments)
    SELECT 1000 + c, 'Course ' || c, 'course-' || c,
      :firstUser::int + CASE WHEN c = :largeCourse::int THEN :courses::int + :small::int + 1 ELSE c END,
      '2026-01-12', '2026-06-05', true
    FROM generate_series(1, :largeCourse::int) c`,
  'their teachers': `
    INSERT INTO enrollments (id, user_id, course_id, role)
    SELECT 100000 + id, owner_id, id, 'teacher' FROM courses`,
  'their students': `
    INSERT INTO enrollments (id, user_id, course_id, role, instrument_id)
    SELECT 200000 + n, :firstUser::int + n, 1000 + (n - :courses::int - 1) / :courseSize::int + 1, 'student'::enrollment_role, 1 + n % 30
    FROM generate_series(:courses::int + 1, :courses::int + :small::int) n
    UNION ALL
    SELECT 200000 + n, :firstUser::int + n, 1000 + :largeCourse::int, 'student', 1 + n % 30
    FROM generate_series(:courses::int + :small::int + 2, :courses::int + :small::int + 1 + :largeSize::int) n`,
  assignments: `
    INSERT INTO course_assignments (id, course_id, activity_id, piece_id, piece_plan_id, position)
    SELECT 100000 + (c - 1) * 24 + (p - 1) * 6 + wanted.position, 1000 + c, a.id, p, p, wanted.position
    FROM generate_series(1, :largeCourse::int) c, generate_series(1, 4) p,
      unnest(:types::text[]) WITH ORDINALITY wanted (type, position)
      JOIN activity_types t ON t.name = wanted.type JOIN activities a ON a.activity_type_id = t.id`,
  submissions: `
    INSERT INTO submissions (id, course_assignment_id, enrollment_id, instrument_id, part_id, content, submitted_at)
    SELECT 1000000 + row_number() OVER (ORDER BY e.id, ca.id), ca.id, e.id, e.instrument_id, 1, 'work ' || ca.id,
      now() - (ca.id % 97) * interval '1 hour'
    FROM enrollments e JOIN course_assignments ca ON ca.course_id = e.course_id AND ca.id % 2 = 0
    WHERE e.role = 'student'`,
  attachments: `
    INSERT INTO submission_attachments (submission_id, file, content_type, size_bytes, submitted_at)
    SELECT id, 'recording-' || id || '.mp3', 'audio/mpeg', 250000, submitted_at FROM submissions`,
  grades: `
    INSERT INTO grades (submission_id, grader_id, kind, rhythm, tone, expression, created_at)
    SELECT s.id, c.owner_id, 'teacher'::grade_kind, 1 + (s.id % 17) / 4.0, 4, 4.5, s.submitted_at
    FROM submissions s JOIN course_assignments ca ON ca.id = s.course_assignment_id JOIN courses c ON c.id = ca.course_id
    WHERE s.id % 4 < 2`,
}
