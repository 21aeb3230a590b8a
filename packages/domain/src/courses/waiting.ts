import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { authorize } from '../policy.ts'

type Waiting = {
  /** The slug of the course. */
  course: string
  /** Pieces of work that are the latest of their student, and that no teacher has graded. */
  toGrade: number
  /** Students without any instrument, who see no part and stop assigning. */
  withoutInstrument: number
  /** Students who joined after a telephone plan was shared out, and have nothing of it. */
  withoutGroup: number
}

/** What waits for the asker in each course that they teach, archived ones left out; for administrators and scripts in all. */
export const waiting = async (ctx: Ctx): Promise<Waiting[]> => {
  authorize(ctx, 'courses.waiting')
  const { actor, db } = ctx
  const all = actor.kind === 'system' || (actor.kind === 'user' && actor.isSuperuser)
  const actorId = actor.kind === 'user' ? actor.id : 0
  return db.$queryRaw<Waiting[]>(Prisma.sql`
    WITH taught AS (
      SELECT c.id, c.slug FROM courses c WHERE c.archived_at IS NULL AND (${all} OR EXISTS (
        SELECT 1 FROM enrollments e WHERE e.course_id = c.id AND e.user_id = ${actorId} AND e.role = 'teacher'))
    ), student AS (
      SELECT e.id, e.course_id, COALESCE(e.instrument_id, u.instrument_id) IS NULL AS without_instrument
      FROM enrollments e JOIN users u ON u.id = e.user_id
      WHERE e.course_id IN (SELECT id FROM taught) AND e.role = 'student'
    ), live AS (
      SELECT ca.id, ca.course_id, ca.piece_plan_id, ca.audience FROM course_assignments ca
      WHERE ca.course_id IN (SELECT id FROM taught) AND ca.archived_at IS NULL
    ), latest AS (
      SELECT DISTINCT ON (s.course_assignment_id, s.enrollment_id) s.id, live.course_id
      FROM submissions s JOIN live ON live.id = s.course_assignment_id
      ORDER BY s.course_assignment_id, s.enrollment_id, s.submitted_at DESC, s.id DESC
    ), ungraded AS (
      SELECT course_id, count(*)::int AS number FROM latest
      WHERE NOT EXISTS (SELECT 1 FROM grades g WHERE g.submission_id = latest.id AND g.kind = 'teacher')
      GROUP BY course_id
    ), shared AS (
      SELECT DISTINCT course_id, piece_plan_id FROM live WHERE audience = 'members' AND piece_plan_id IS NOT NULL
    ), placed AS (
      SELECT DISTINCT ga.enrollment_id, live.piece_plan_id
      FROM group_assignments ga JOIN live ON live.id = ga.course_assignment_id
    ), late AS (
      SELECT student.course_id, count(DISTINCT student.id)::int AS number
      FROM student JOIN shared ON shared.course_id = student.course_id
      LEFT JOIN placed ON placed.enrollment_id = student.id AND placed.piece_plan_id = shared.piece_plan_id
      WHERE placed.enrollment_id IS NULL GROUP BY student.course_id
    )
    SELECT taught.slug AS course, COALESCE(ungraded.number, 0) AS "toGrade", COALESCE(late.number, 0) AS "withoutGroup",
      (SELECT count(*)::int FROM student WHERE student.course_id = taught.id AND without_instrument) AS "withoutInstrument"
    FROM taught LEFT JOIN ungraded ON ungraded.course_id = taught.id LEFT JOIN late ON late.course_id = taught.id
    ORDER BY taught.id`)
}
