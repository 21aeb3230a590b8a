import { Prisma } from '@cpr/db'
import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { removalCte } from '../removals/index.ts'
import { courseFor, courseSelect, toCourse } from './queries.ts'
import type { ArchiveCourseInput } from './schemas.ts'

/**
 * Puts a course away, or takes it out again (`archived: false`). Everything in it stays readable, nothing changes.
 * @returns the course, and where it was put away just now the removal that takes it out again
 */
export const archiveCourse = async (ctx: Ctx, { course: slug, archived }: ArchiveCourseInput) => {
  const { id, name } = await courseFor(ctx, 'courses.archive', slug)
  return recorded(ctx, 'courses.archive', async (tx, note) => {
    note({ subject: 'Course', ids: [id], courseId: id, data: { archived } })
    const removal = archived ? await putAway(tx, { id, name }) : await takeOut(tx, id)
    const row = await tx.db.course.findUniqueOrThrow({ where: { id }, select: courseSelect })
    return { ...toCourse(row), removal }
  })
}

/** A course that is archived already stays as it is. */
const putAway = async (ctx: Ctx, { id, name }: { id: number; name: string }): Promise<number | null> => {
  const remembered = removalCte(ctx, {
    kind: 'COURSE',
    courseId: id,
    title: name,
    gone: [{ table: 'courses', archived: true, rows: Prisma.sql`SELECT * FROM open` }],
  })
  const [outcome] = await ctx.db.$queryRaw<[{ removal: number | null }]>(Prisma.sql`
    WITH open AS (
      SELECT * FROM courses WHERE id = ${id} AND archived_at IS NULL FOR UPDATE
    ), archived AS (
      UPDATE courses SET archived_at = ${ctx.clock.now()} WHERE id IN (SELECT id FROM open)
    ), ${remembered}
    SELECT (SELECT id FROM remembered) AS removal`)
  return outcome.removal
}

/** However a course comes back, nothing is left of its having been archived. */
const takeOut = async ({ db, clock }: Ctx, id: number): Promise<null> => {
  await db.course.updateMany({ where: { id }, data: { archivedAt: null } })
  await db.removal.updateMany({
    where: { courseId: id, kind: 'COURSE', restoredAt: null },
    data: { restoredAt: clock.now(), contents: [] },
  })
  return null
}
