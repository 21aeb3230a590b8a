import type { Ctx } from '../context.ts'
import { courseFor } from '../courses/index.ts'
import { planSelect, toPlan } from './queries.ts'
import type { CoursePlansInput } from './schemas.ts'

/**
 * The piece plans that a course can be assigned: those of its curricula, in their order and each once. A course without
 * a curriculum is offered every plan, so that a new one has something to assign.
 */
export const plansOfCourse = async (ctx: Ctx, { course: slug }: CoursePlansInput) => {
  const course = await courseFor(ctx, 'plans.ofCourse', slug)
  const entries = await ctx.db.curriculumEntry.findMany({
    where: { curriculum: { courseId: course.id } },
    select: { piecePlan: { select: planSelect } },
    orderBy: [{ curriculumId: 'asc' }, { position: 'asc' }],
  })
  if (entries.length > 0) {
    const plans = new Map(entries.map(({ piecePlan }) => [piecePlan.id, piecePlan]))
    return [...plans.values()].map(toPlan)
  }
  const hasCurriculum = await ctx.db.curriculum.findFirst({ where: { courseId: course.id }, select: { id: true } })
  if (hasCurriculum) return []
  return (await ctx.db.piecePlan.findMany({ select: planSelect, orderBy: { id: 'asc' } })).map(toPlan)
}
