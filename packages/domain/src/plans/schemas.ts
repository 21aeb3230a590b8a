import { z } from 'zod'
import { id, inCourse, requiredText } from '../schemas.ts'

export const planTypes = ['TELEPHONE_FIXED'] as const

const distinct = (ids: number[]): boolean => new Set(ids).size === ids.length
const orderedIds = (what: string) =>
  z.array(id).min(1, `takes at least one ${what}`).max(100).refine(distinct, `names a ${what} twice`)

export const coursePlansInput = inCourse
export type CoursePlansInput = z.infer<typeof coursePlansInput>

export const createPlanInput = z.object({
  name: requiredText(255),
  pieceId: id,
  type: z.enum(planTypes).nullable().default(null),
  activityIds: orderedIds('activity').describe('In the order that students work through them'),
})
export type CreatePlanInput = z.infer<typeof createPlanInput>

export const updatePlanInput = z.object({
  id,
  name: requiredText(255).optional(),
  type: z.enum(planTypes).nullable().optional(),
  activityIds: orderedIds('activity').optional(),
})
export type UpdatePlanInput = z.infer<typeof updatePlanInput>

export const planUseInput = z.object({ id })
export type PlanUseInput = z.infer<typeof planUseInput>

export const curriculaInput = inCourse
export type CurriculaInput = z.infer<typeof curriculaInput>

export const createCurriculumInput = inCourse.extend({
  name: requiredText(255),
  ordered: z.boolean().default(false),
  planIds: orderedIds('plan'),
})
export type CreateCurriculumInput = z.infer<typeof createCurriculumInput>

export const updateCurriculumInput = z.object({
  id,
  name: requiredText(255).optional(),
  ordered: z.boolean().optional(),
  planIds: orderedIds('plan').optional(),
})
export type UpdateCurriculumInput = z.infer<typeof updateCurriculumInput>
