import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { onConstraint } from '../database-errors.ts'
import { invalid } from '../errors.ts'
import { authorize } from '../policy.ts'
import { planSelect, positions, toPlan } from './queries.ts'
import type { CreatePlanInput } from './schemas.ts'

/**
 * Makes a plan for a piece out of activities, in their order.
 * @throws {DomainError} `invalid` for a piece or an activity that is not there
 */
export const createPlan = async (ctx: Ctx, { activityIds, ...input }: CreatePlanInput) => {
  authorize(ctx, 'plans.createPlan')
  const row = await onConstraint(
    { foreignKey: () => invalid('activityIds', 'The piece or an activity is not there.') },
    () =>
      recorded(ctx, 'plans.createPlan', async ({ db }, note) => {
        const created = await db.piecePlan.create({
          data: {
            ...input,
            createdById: ctx.actor.kind === 'user' ? ctx.actor.id : null,
            activities: { createMany: { data: positions('activityId', activityIds) } },
          },
          select: planSelect,
        })
        note({ subject: 'PiecePlan', ids: [created.id] })
        return created
      }),
  )
  return toPlan(row)
}
