import { Prisma } from '@cpr/db'
import { policy } from '../policy.ts'

/** Which entries are looked for: filters that were looked up already. */
export type Scope = {
  actorId: number | null
  courseId: number | null
  action: string | null
  from: Date | null
  /** Not included. */
  to: Date | null
  /** The entry that the page comes behind. */
  after: { micros: bigint; id: bigint } | null
  rows: number
}

/** The actions that a name stands for: a procedure, or all those of a router. */
const actionsOf = (name: string): string[] => [
  name,
  ...Object.keys(policy).filter((action) => action.startsWith(`${name}.`)),
]

/**
 * A page of the trail, in one statement. Every filter is an equality or a range of time, and the order is that of time, so
 * that each of the table's indexes, which all end in `at`, has the page at its end: nothing is sorted that is not shown.
 */
export const listStatement = ({ actorId, courseId, action, from, to, after, rows }: Scope): Prisma.Sql => {
  const conditions = [
    Prisma.sql`true`,
    ...(actorId === null ? [] : [Prisma.sql`entry.actor_id = ${actorId}`]),
    ...(courseId === null ? [] : [Prisma.sql`entry.course_id = ${courseId}`]),
    ...(action === null ? [] : [Prisma.sql`entry.action = ANY (${actionsOf(action)})`]),
    ...(from === null ? [] : [Prisma.sql`entry.at >= ${from}`]),
    ...(to === null ? [] : [Prisma.sql`entry.at < ${to}`]),
    ...(after === null
      ? []
      : [
          Prisma.sql`(entry.at, entry.id)
            < (timestamptz 'epoch' + ${after.micros}::bigint * interval '1 microsecond', ${after.id}::bigint)`,
        ]),
  ]
  return Prisma.sql`
    SELECT entry.id, entry.at, (extract(epoch FROM entry.at) * 1000000)::bigint AS micros,
      entry.actor_kind AS "actorKind", entry.actor_id AS "actorId", u.username AS "actorUsername", u.name AS "actorName",
      entry.action, entry.subject_type AS "subjectType", entry.subject_ids AS "subjectIds",
      entry.course_id AS "courseId", c.slug AS "courseSlug", c.name AS "courseName", entry.data
    FROM (
      SELECT * FROM audit_entries entry WHERE ${Prisma.join(conditions, ' AND ')}
      ORDER BY entry.at DESC, entry.id DESC LIMIT ${rows}::int
    ) entry
    LEFT JOIN users u ON u.id = entry.actor_id
    LEFT JOIN courses c ON c.id = entry.course_id
    ORDER BY entry.at DESC, entry.id DESC`
}
