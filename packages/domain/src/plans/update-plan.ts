import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { onConstraint } from '../database-errors.ts'
import { conflict, invalid, notFound } from '../errors.ts'
import { authorize } from '../policy.ts'
import { planSelect, positions, toPlan } from './queries.ts'
import type { UpdatePlanInput } from './schemas.ts'

/**
 * Changes a plan's name, type or activities; its maker and administrators may. Courses keep what was assigned from it until
 * it is assigned again.
 * @throws {DomainError} `invalid` for an activity that is not there, `conflict` for another type while courses have it:
 *   assigned again it would be refused there
 */
export const updatePlan = async (ctx: Ctx, { id, name, type, activityIds }: UpdatePlanInput) =>
  onConstraint({ foreignKey: () => invalid('activityIds', 'An activity is not there.') }, () =>
    recorded(ctx, 'plans.updatePlan', async (tx, note) => {
      const plan = await tx.db.piecePlan.findUnique({ where: { id }, select: { createdById: true, type: true } })
      authorize(tx, 'plans.updatePlan', { ownerId: plan?.createdById ?? null })
      if (!plan) throw notFound('PiecePlan')
      if (type !== undefined && type !== plan.type) {
        const assigned = await tx.db.courseAssignment.findFirst({ where: { piecePlanId: id }, select: { id: true } })
        if (assigned)
          throw conflict('Courses have this plan already: its type stays. Make another plan of the other type.')
      }
      if (activityIds) {
        await tx.db.plannedActivity.deleteMany({ where: { piecePlanId: id } })
        await tx.db.plannedActivity.createMany({
          data: positions('activityId', activityIds).map((row) => ({ ...row, piecePlanId: id })),
        })
      }
      const row = await tx.db.piecePlan.update({
        where: { id },
        data: { ...(name === undefined ? {} : { name }), ...(type === undefined ? {} : { type }) },
        select: planSelect,
      })
      note({
        subject: 'PiecePlan',
        ids: [id],
        data: {
          changed: [
            ...(name === undefined ? [] : ['name']),
            ...(type === undefined ? [] : ['type']),
            ...(activityIds ? ['activities'] : []),
          ],
        },
      })
      return toPlan(row)
    }),
  )
