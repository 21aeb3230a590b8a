import { Prisma } from '@cpr/db'
import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { lockCourse } from '../courses/index.ts'
import { onConstraint } from '../database-errors.ts'
import { conflict } from '../errors.ts'
import { toldSql, workOf } from '../events/index.ts'
import { putBack, removalFor } from './queries.ts'
import { inTheWay, oldestRestorable, restorableDays } from './rules.ts'
import type { RestoreRemovalInput } from './schemas.ts'

/**
 * Brings back what was removed, every row as it was, all of it or nothing. Asked again it changes nothing, and answers the
 * same.
 * @throws {DomainError} `not-found` for what is not the actor's to bring back; `conflict` after 30 days, in an archived
 *   course, and where something stands in the way: it is there again, or what it belongs to is gone
 */
export const restoreRemoval = async (ctx: Ctx, { id }: RestoreRemovalInput) => {
  const known: { title?: string; taken?: string } = {}
  return onConstraint(
    {
      unique: () => conflict(known.taken ?? ''),
      foreignKey: () =>
        conflict(`Something that ${known.title} belongs to was removed or changed since: restore that first.`),
    },
    () =>
      recorded(ctx, 'removals.restore', async (tx, note) => {
        const { kind, title, courseId, slug, removedAt, restoredAt } = await removalFor(tx, id)
        if (restoredAt) return { id, kind, title }
        const now = tx.clock.now()
        if (removedAt < oldestRestorable(now))
          throw conflict(`${title} was removed more than ${restorableDays} days ago, and cannot be restored any more.`)
        // An archived course is what is to be changed, and its row is held by that.
        if (slug !== null && kind !== 'COURSE') await lockCourse(tx, 'removals.restore', slug)
        known.title = title
        known.taken = inTheWay(kind, title)
        if (kind === 'ENROLLMENT') await refuseEnrolled(tx, id, title)
        if (kind === 'GRADE') await refuseGraded(tx, id, known.taken)
        const rows = await putBack(tx, id, known.taken)
        if (kind === 'GRADE' && courseId !== null) await tellGraded(tx, id, courseId)
        await tx.db.removal.update({
          where: { id },
          // They are where they belong: nobody's data is kept twice.
          data: { restoredAt: now, contents: [], files: [] },
          select: { id: true },
        })
        note({ subject: 'Removal', ids: [id], courseId, data: { kind, title, rows } })
        return { id, kind, title }
      }),
  )
}

/** Said apart from a place in a group that somebody else has: this one needs nothing. */
const refuseEnrolled = async ({ db }: Ctx, id: number, title: string): Promise<void> => {
  const [{ enrolled }] = await db.$queryRaw<[{ enrolled: boolean }]>(Prisma.sql`
    SELECT EXISTS (SELECT 1 FROM removals r, jsonb_array_elements(r.contents) part,
        jsonb_populate_recordset(NULL::enrollments, part->'rows') gone, enrollments e
      WHERE r.id = ${id} AND part->>'table' = 'enrollments' AND e.user_id = gone.user_id
        AND e.course_id = gone.course_id) AS enrolled`)
  if (enrolled) throw conflict(`${title} is in the course again.`)
}

/** The grades of a removal as rows, `gone`. */
const goneGrades = (id: number): Prisma.Sql => Prisma.sql`(
  SELECT grade.* FROM removals r, jsonb_array_elements(r.contents) part,
    jsonb_populate_recordset(NULL::grades, part->'rows') grade
  WHERE r.id = ${id} AND part->>'table' = 'grades') gone`

/** The newest grade counts: what was taken away must not stand behind a newer one, nor before it. */
const refuseGraded = async ({ db }: Ctx, id: number, message: string): Promise<void> => {
  const [{ graded }] = await db.$queryRaw<[{ graded: boolean }]>(Prisma.sql`
    SELECT EXISTS (SELECT 1 FROM ${goneGrades(id)}, grades g
      WHERE g.submission_id = gone.submission_id AND g.kind = gone.kind) AS graded`)
  if (graded) throw conflict(message)
}

/** Whoever has the work open sees the grade again, as they saw it go. */
const tellGraded = async ({ db }: Ctx, id: number, courseId: number): Promise<void> => {
  const told = toldSql(workOf(courseId), { kind: 'graded', submissionId: Prisma.sql`gone.submission_id` })
  await db.$queryRaw(Prisma.sql`SELECT ${told} FROM ${goneGrades(id)} GROUP BY gone.submission_id`)
}
