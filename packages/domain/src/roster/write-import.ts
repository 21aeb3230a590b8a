import { Prisma } from '@cpr/db'
import { auditCte } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import type { RosterStudent } from './parse-roster.ts'
import type { Passwords } from './passwords.ts'
import { makesAccount, type RosterAnswer } from './plan-import.ts'

type Written = { line: number; userId: number; enrollmentId: number }

/**
 * Writes what a plan says, with its traces in the audit trail: one statement for any number of lines, none where nothing
 * changes.
 * @returns the plan with the ids of what was written
 */
export const writeImport = async (
  ctx: Ctx,
  courseId: number,
  {
    students,
    plan,
    groups,
    passwords,
  }: { students: RosterStudent[]; plan: RosterAnswer[]; groups: string[]; passwords: Passwords },
): Promise<RosterAnswer[]> => {
  const studentOf = new Map(students.map((student) => [student.line, student]))
  const rows = plan
    .filter((answer) => makesAccount(answer) || answer.outcome === 'enroll')
    .map(({ line, userId, username, newUsername }) => ({
      line,
      userId,
      username: newUsername ?? username,
      name: studentOf.get(line)?.fullname,
      grade: studentOf.get(line)?.grade,
      passwordHash: passwords.hashOf(line),
    }))
  if (rows.length === 0) return plan
  const { db, clock } = ctx
  const audited = auditCte(
    ctx,
    'roster.import',
    { subject: 'User', ids: Prisma.sql`SELECT id FROM created ORDER BY id`, courseId },
    {
      subject: 'Enrollment',
      ids: Prisma.sql`SELECT id FROM enrolled ORDER BY id`,
      courseId,
      data: { role: 'STUDENT' },
    },
  )
  const written = await db.$queryRaw<Written[]>(Prisma.sql`
    WITH wanted AS (
      SELECT * FROM unnest(
        ${rows.map((row) => row.line)}::int[], ${rows.map((row) => row.userId)}::int[],
        ${rows.map((row) => row.username)}::text[], ${rows.map((row) => row.name)}::text[],
        ${rows.map((row) => row.grade)}::text[], ${rows.map((row) => row.passwordHash ?? null)}::text[]
      ) AS wanted (line, user_id, username, name, grade, password_hash)
    ), created AS (
      INSERT INTO users (username, name, grade, password_hash, groups, joined_at)
      SELECT username, name, grade, password_hash, ${groups}::user_group[], ${clock.now()}
      FROM wanted WHERE user_id IS NULL
      -- Two imports in two courses take the same usernames in the same order, so that neither waits for the other in turn.
      ORDER BY username
      RETURNING id, username
    ), target AS (
      SELECT w.line, COALESCE(w.user_id, c.id) AS user_id FROM wanted w LEFT JOIN created c ON c.username = w.username
    ), enrolled AS (
      INSERT INTO enrollments (user_id, course_id, role, created_at)
      SELECT user_id, ${courseId}, 'student', ${clock.now()} FROM target ORDER BY line
      RETURNING id, user_id
    ), ${audited}
    SELECT t.line, t.user_id AS "userId", e.id AS "enrollmentId" FROM target t JOIN enrolled e ON e.user_id = t.user_id`)
  const ids = new Map(written.map(({ line, ...row }) => [line, row]))
  return plan.map((answer) => ({ ...answer, ...ids.get(answer.line) }))
}
