import type { Ctx } from '../context.ts'
import { authorize } from '../policy.ts'
import { courseSelect, toCourse } from './queries.ts'
import type { ListCoursesInput } from './schemas.ts'

/**
 * The courses that the asker belongs to, by name; all of them for administrators and scripts. `students` counts the
 * students of each.
 */
export const listCourses = async (ctx: Ctx, { archived }: ListCoursesInput) => {
  authorize(ctx, 'courses.list')
  const { actor } = ctx
  const all = actor.kind === 'system' || (actor.kind === 'user' && actor.isSuperuser)
  const rows = await ctx.db.course.findMany({
    where: {
      ...(archived ? {} : { archivedAt: null }),
      ...(all ? {} : { enrollments: { some: { userId: actor.kind === 'user' ? actor.id : 0 } } }),
    },
    select: { ...courseSelect, _count: { select: { enrollments: { where: { role: 'STUDENT' } } } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ _count, ...row }) => ({ ...toCourse(row), students: _count.enrollments }))
}
