import type { Ctx } from '../context.ts'
import { fromDayOrNull } from '../serialize.ts'
import { assign } from './assign.ts'
import { planSource } from './assign-source.ts'
import type { AssignPlanInput } from './schemas.ts'

/**
 * Assigns a piece plan to a course. A telephone plan shares its activities out in groups; assigned again, it keeps every
 * group and places whoever has none.
 * @throws {DomainError} `not-found` for the plan, `instrument-missing`, `too-few-students`, `conflict`
 */
export const assignPlan = (ctx: Ctx, { course, planId, deadline }: AssignPlanInput) =>
  assign(ctx, { course, action: 'assignments.assignPlan', deadline: fromDayOrNull(deadline) }, () => planSource(planId))
