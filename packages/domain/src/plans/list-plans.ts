import type { Ctx } from '../context.ts'
import { answerOfLibrary } from '../library/index.ts'
import { authorize } from '../policy.ts'
import { planSelect, toPlan } from './queries.ts'

/** Every piece plan there is, in the order of ids. */
export const listPlans = async (ctx: Ctx) => {
  authorize(ctx, 'plans.all')
  return answerOfLibrary(ctx, 'plans.all', {}, async () =>
    (await ctx.db.piecePlan.findMany({ select: planSelect, orderBy: { id: 'asc' } })).map(toPlan),
  )
}
