/** How a statement that reads in a course begins and ends, for the hot reads that are one statement altogether. */

import type { EnrollmentRole } from '@cpr/db'
import { type PreparedStatement, runPrepared } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { type Action, authorize } from '../policy.ts'
import { actorId, noCourse } from './queries.ts'

/** A CTE: the course of slug `$1` with the enrollment of user `$2` in it; no row where there is no such course. */
export const askedCourse = `asked AS MATERIALIZED (
  SELECT c.id AS course_id, e.id AS enrollment_id, e.role
  FROM courses c LEFT JOIN enrollments e ON e.course_id = c.id AND e.user_id = $2::int
  WHERE c.slug = $1
)`

/** What such a statement selects in the end: who asks, and the answer as text. */
export const answerToAsked = (json: string): string => `
  SELECT upper(asked.role::text) AS role, asked.enrollment_id AS "enrollmentId", (${json})::text AS body FROM asked`

type Row = { role: EnrollmentRole | null; enrollmentId: number | null; body: string | null }

/**
 * Runs a statement that begins `WITH ${askedCourse}` and ends with `answerToAsked`; `values` are `$3` and what follows.
 * What it read leaves this function only if the actor may do `action` in the course.
 * @throws {DomainError} as `courseFor`
 */
export const readInCourse = async (
  ctx: Ctx,
  action: Action,
  statement: PreparedStatement,
  slug: string,
  ...values: unknown[]
): Promise<Row> => {
  const [row] = await runPrepared<Row>(ctx.db, statement, [slug, actorId(ctx), ...values])
  if (!row) throw noCourse(ctx, action)
  authorize(ctx, action, { role: row.role })
  return row
}
