import type { Ctx } from '../context.ts'
import { courseFor } from '../courses/index.ts'
import { activitySelect, toActivity } from '../plans/index.ts'
import type { CourseActivitiesInput } from './schemas.ts'

/** The distinct activities that a course is assigned, in the order of ids. */
export const courseActivities = async (ctx: Ctx, { course: slug }: CourseActivitiesInput) => {
  const course = await courseFor(ctx, 'assignments.activities', slug)
  const rows = await ctx.db.activity.findMany({
    where: { assignments: { some: { courseId: course.id, archivedAt: null } } },
    select: activitySelect,
    orderBy: { id: 'asc' },
  })
  return rows.map(toActivity)
}
