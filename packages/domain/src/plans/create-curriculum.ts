import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { courseForWriting } from '../courses/index.ts'
import { onConstraint } from '../database-errors.ts'
import { invalid } from '../errors.ts'
import { curriculumSelect, positions, toCurriculum } from './queries.ts'
import type { CreateCurriculumInput } from './schemas.ts'

/** Makes a curriculum of piece plans for a course. @throws {DomainError} `invalid` for a plan that is not there */
export const createCurriculum = async (ctx: Ctx, { course: slug, planIds, ...input }: CreateCurriculumInput) => {
  const course = await courseForWriting(ctx, 'plans.createCurriculum', slug)
  const row = await onConstraint({ foreignKey: () => invalid('planIds', 'A plan is not there.') }, () =>
    recorded(ctx, 'plans.createCurriculum', async ({ db }, note) => {
      const created = await db.curriculum.create({
        data: { ...input, courseId: course.id, entries: { createMany: { data: positions('piecePlanId', planIds) } } },
        select: curriculumSelect,
      })
      note({ subject: 'Curriculum', ids: [created.id], courseId: course.id })
      return created
    }),
  )
  return toCurriculum(row)
}
