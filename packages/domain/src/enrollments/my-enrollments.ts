import type { Ctx } from '../context.ts'
import { authorize, signedInActor } from '../policy.ts'
import { enrollmentSelect, toEnrollment } from './queries.ts'

/** The asker's enrollments, the newest first, with their courses. */
export const myEnrollments = async (ctx: Ctx) => {
  authorize(ctx, 'enrollments.mine')
  const rows = await ctx.db.enrollment.findMany({
    where: { userId: signedInActor(ctx).id },
    select: enrollmentSelect,
    orderBy: { id: 'desc' },
  })
  return rows.map(toEnrollment)
}
