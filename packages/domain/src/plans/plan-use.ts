import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { authorize } from '../policy.ts'
import type { PlanUseInput } from './schemas.ts'

/**
 * What hangs on a plan, for whoever is about to change it: how many courses have something assigned from it, and in how many
 * curricula it is. `isAssigned` counts what was unassigned and kept too: the plan's type stays then.
 * @throws {DomainError} `not-found`
 */
export const planUse = async (ctx: Ctx, { id }: PlanUseInput) => {
  authorize(ctx, 'plans.use')
  const plan = await ctx.db.piecePlan.findUnique({
    where: { id },
    select: { _count: { select: { entries: true, courseAssignments: true } } },
  })
  if (!plan) throw notFound('PiecePlan')
  const { entries, courseAssignments } = plan._count
  const courses = await ctx.db.course.count({
    where: { assignments: { some: { piecePlanId: id, archivedAt: null } } },
  })
  return { courses, curricula: entries, isAssigned: courseAssignments > 0 }
}
