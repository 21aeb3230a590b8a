import type { Ctx } from '../context.ts'
import { assign } from './assign.ts'
import { assignedTelephoneSource } from './assign-source.ts'
import type { PlaceLateJoinersInput } from './schemas.ts'

/**
 * Gives an activity to every student who has none yet in the telephone plans of a course.
 * @returns `placed`: how many students were given one; 0 where nobody was left out
 */
export const placeLateJoiners = (ctx: Ctx, { course }: PlaceLateJoinersInput) =>
  assign(ctx, { course, action: 'assignments.placeLateJoiners', deadline: null }, assignedTelephoneSource)
