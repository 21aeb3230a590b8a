import type { Ctx } from '../context.ts'
import { courseFor } from '../courses/index.ts'
import { curriculumSelect, toCurriculum } from './queries.ts'
import type { CurriculaInput } from './schemas.ts'

/** The curricula of a course with their plans in order. */
export const listCurricula = async (ctx: Ctx, { course: slug }: CurriculaInput) => {
  const course = await courseFor(ctx, 'plans.curricula', slug)
  const rows = await ctx.db.curriculum.findMany({
    where: { courseId: course.id },
    select: curriculumSelect,
    orderBy: { id: 'asc' },
  })
  return rows.map(toCurriculum)
}
