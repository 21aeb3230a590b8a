import type { Ctx } from '../context.ts'
import { authorize } from '../policy.ts'

/** What the export and the figures can be narrowed to: every course, archived ones too, and every type of activity. */
export const listChoices = async (ctx: Ctx) => {
  authorize(ctx, 'research.choices')
  const courses = await ctx.db.course.findMany({
    select: { slug: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  const types = await ctx.db.activityType.findMany({ select: { name: true }, orderBy: { name: 'asc' } })
  return { courses, activities: types.map(({ name }) => name) }
}
