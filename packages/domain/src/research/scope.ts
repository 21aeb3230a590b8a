/** Which work is looked at: the same filters for the export and for the figures. */
import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import type { WorkFilter } from './schemas.ts'

/** Filters that were looked up already. */
export type Scope = {
  courseId: number | null
  activityTypeId: number | null
  /** Days, `YYYY-MM-DD`, both included. */
  from: string | null
  to: string | null
}

/** @throws {DomainError} `not-found` for the course or the activity */
export const scopeOf = async ({ db }: Ctx, { course, activity, from, to }: WorkFilter): Promise<Scope> => {
  const select = { id: true }
  const courseRow = course === undefined ? null : await db.course.findUnique({ where: { slug: course }, select })
  if (course !== undefined && !courseRow) throw notFound('Course')
  const type = activity === undefined ? null : await db.activityType.findUnique({ where: { name: activity }, select })
  if (activity !== undefined && !type) throw notFound('Activity')
  return { courseId: courseRow?.id ?? null, activityTypeId: type?.id ?? null, from: from ?? null, to: to ?? null }
}

/** Conditions on `s`, the submissions: handed in on these days, which are those of UTC. */
export const handedIn = ({ from, to }: Pick<Scope, 'from' | 'to'>): Prisma.Sql => Prisma.sql`
  ${from === null ? Prisma.empty : Prisma.sql`AND s.submitted_at >= ${from}::date::timestamp AT TIME ZONE 'UTC'`}
  ${to === null ? Prisma.empty : Prisma.sql`AND s.submitted_at < (${to}::date + 1)::timestamp AT TIME ZONE 'UTC'`}`

/** The work that students handed in, a row each: what the export has of these filters, without attachments. */
export const workOf = ({ courseId, activityTypeId, from, to }: Scope): Prisma.Sql => Prisma.sql`
  SELECT s.id, s.submitted_at, e.user_id, t.name AS activity
  FROM submissions s
  JOIN enrollments e ON e.id = s.enrollment_id AND e.role = 'student'
  JOIN course_assignments ca ON ca.id = s.course_assignment_id
  JOIN activities a ON a.id = ca.activity_id
  JOIN activity_types t ON t.id = a.activity_type_id
  WHERE true ${handedIn({ from, to })}
    ${courseId === null ? Prisma.empty : Prisma.sql`AND ca.course_id = ${courseId}`}
    ${activityTypeId === null ? Prisma.empty : Prisma.sql`AND t.id = ${activityTypeId}`}`
