import type { Ctx } from '../context.ts'
import { courseFor } from '../courses/index.ts'
import { authorize } from '../policy.ts'
import { toTime } from '../serialize.ts'
import { oldestRestorable, restorableUntil } from './rules.ts'
import type { ListRemovalsInput } from './schemas.ts'

/**
 * What can be brought back, of a course or everything, the last removed first.
 * @returns a page of removals, and `next`, the cursor of the page behind it; null on the last one
 */
export const listRemovals = async (ctx: Ctx, { course: slug, cursor, limit }: ListRemovalsInput) => {
  if (slug === undefined) authorize(ctx, 'removals.listAll')
  const courseId = slug === undefined ? undefined : (await courseFor(ctx, 'removals.list', slug)).id
  const rows = await ctx.db.removal.findMany({
    where: {
      restoredAt: null,
      removedAt: { gte: oldestRestorable(ctx.clock.now()) },
      ...(courseId === undefined ? {} : { courseId }),
      ...(cursor === undefined ? {} : { id: { lt: cursor } }),
    },
    select: {
      id: true,
      kind: true,
      title: true,
      removedAt: true,
      actor: { select: { id: true, username: true, name: true } },
      course: { select: { slug: true, name: true, archivedAt: true } },
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  const page = rows.slice(0, limit)
  return {
    removals: page.map(({ removedAt, course, ...removal }) => ({
      ...removal,
      // In an archived one nothing comes back before it does.
      course: course && { slug: course.slug, name: course.name, isArchived: course.archivedAt !== null },
      removedAt: toTime(removedAt),
      restorableUntil: toTime(restorableUntil(removedAt)),
    })),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}
