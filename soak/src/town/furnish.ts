/** What a hamlet has that is lived in, and the bench's has not: a row of every kind in each course. */
import { type District, tokenOf, whoIsWho } from '@cpr/bench/district'
import type { Database } from '@cpr/domain'

/** Rows that the hamlet lacks. `c` counts the courses, which are 1000 + c. */
export const furnish = async ({ pool }: Database, district: District): Promise<void> => {
  const who = whoIsWho(district)
  const courses = who.largeCourse
  const { administrator } = who
  const idle = administrator - 1000
  for (const sql of [
    `INSERT INTO users (id, username, name, password_hash, groups) VALUES
      (${administrator - 1}, 'researcher', 'Researcher', '!', '{researcher}'),
      (${administrator - 2}, 'newcomer', 'Newcomer', '!', '{student}')`,
    `INSERT INTO users (id, username, password_hash, groups)
      SELECT ${idle} + c, 'idle' || c, '!', '{student}' FROM generate_series(1, ${courses}) c`,
    `INSERT INTO enrollments (id, user_id, course_id, role, instrument_id)
      SELECT 400000 + c, ${idle} + c, 1000 + c, 'student', 1 FROM generate_series(1, ${courses}) c`,
    `INSERT INTO pieces (id, name, slug, ensemble_type_id, accompaniment) VALUES (6, 'Piece 6', 'piece-6', 1, 'library/none.wav')`,
    `INSERT INTO enrollments (id, user_id, course_id, role, instrument_id)
      VALUES (300000, ${who.student(1, 9)}, 1002, 'student', 1)`,
    `INSERT INTO piece_plans (id, name, piece_id, type, created_by_id)
      SELECT 100 + c, 'Telephone ' || c, 5, 'telephone_fixed', owner_id
      FROM generate_series(1, ${courses}) c JOIN courses ON courses.id = 1000 + c`,
    `INSERT INTO planned_activities (piece_plan_id, activity_id, position)
      SELECT 100 + c, activity_id, position FROM generate_series(1, ${courses}) c, planned_activities
      WHERE piece_plan_id = 5 AND position <= 2`,
    `INSERT INTO curricula (id, name, course_id) SELECT c, 'Curriculum', 1000 + c FROM generate_series(1, ${courses}) c`,
    `INSERT INTO curriculum_entries (curriculum_id, piece_plan_id, position)
      SELECT c, 100 + c, 1 FROM generate_series(1, ${courses}) c`,
    `INSERT INTO course_assignments (id, course_id, activity_id, piece_id, piece_plan_id, position, audience)
      SELECT 200000 + c * 10 + p.position, 1000 + c, p.activity_id, 5, 100 + c, p.position, 'members'
      FROM generate_series(1, ${courses}) c JOIN planned_activities p ON p.piece_plan_id = 100 + c`,
    `INSERT INTO assignment_groups (id, type) SELECT c, 'telephone_fixed' FROM generate_series(1, ${courses}) c`,
    `INSERT INTO group_assignments (id, group_id, enrollment_id, course_assignment_id)
      SELECT c * 10 + nth, c, nthOf.id, 200000 + c * 10 + nth
      FROM generate_series(1, ${courses}) c CROSS JOIN LATERAL (
        SELECT id, row_number() OVER (ORDER BY id) AS nth FROM enrollments
        WHERE course_id = 1000 + c AND role = 'student' ORDER BY id LIMIT 2) nthOf`,
    `INSERT INTO assignment_overrides (id, course_assignment_id, enrollment_id, deadline)
      SELECT course_assignment_id, course_assignment_id, enrollment_id, '2026-05-01' FROM group_assignments`,
    `INSERT INTO activity_progress (id, course_assignment_id, enrollment_id, question_responses, participant_email)
      SELECT row_number() OVER (ORDER BY s.id), s.course_assignment_id, s.enrollment_id,
        jsonb_build_object('q', 'answer'), 'someone@example.org'
      FROM submissions s`,
    `INSERT INTO activity_events (id, progress_id, step, operation, data)
      SELECT id, id, 1, 'play', question_responses FROM activity_progress`,
    `INSERT INTO instrument_configs (id, user_id, name) SELECT user_id, user_id, 'Config' FROM enrollments
      WHERE role = 'student' AND id <> 300000`,
    `INSERT INTO sessions (token_hash, user_id, expires_at)
      SELECT encode(sha256(convert_to('${tokenOf(0).slice(0, -1)}' || id, 'UTF8')), 'hex'), id, now() + interval '30 days'
      FROM users WHERE id IN (${administrator - 1}, ${administrator - 2})`,
  ])
    await pool.query(sql)
}
