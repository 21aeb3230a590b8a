import type { Ctx } from '../context.ts'
import { answerOfLibrary } from '../library/index.ts'
import { authorize } from '../policy.ts'
import { activitySelect, toActivity } from './queries.ts'

/** Every activity that a plan can be made of, in the order of ids. */
export const listActivities = async (ctx: Ctx) => {
  authorize(ctx, 'plans.activities')
  return answerOfLibrary(ctx, 'plans.activities', {}, async () =>
    (await ctx.db.activity.findMany({ select: activitySelect, orderBy: { id: 'asc' } })).map(toActivity),
  )
}
