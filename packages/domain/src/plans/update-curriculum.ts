import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { courseForWriting } from '../courses/index.ts'
import { onConstraint } from '../database-errors.ts'
import { invalid, notFound } from '../errors.ts'
import { authorize } from '../policy.ts'
import { curriculumSelect, positions, toCurriculum } from './queries.ts'
import type { UpdateCurriculumInput } from './schemas.ts'

/** Changes a curriculum's name, order or plans. @throws {DomainError} `invalid` for a plan that is not there */
export const updateCurriculum = async (ctx: Ctx, { id, planIds, name, ordered }: UpdateCurriculumInput) =>
  onConstraint({ foreignKey: () => invalid('planIds', 'A plan is not there.') }, () =>
    recorded(ctx, 'plans.updateCurriculum', async (tx, note) => {
      const curriculum = await tx.db.curriculum.findUnique({
        where: { id },
        select: { course: { select: { slug: true } } },
      })
      if (!curriculum) {
        authorize(tx, 'plans.updateCurriculum', { role: 'TEACHER' })
        throw notFound('Curriculum')
      }
      const course = await courseForWriting(tx, 'plans.updateCurriculum', curriculum.course.slug)
      if (planIds) {
        await tx.db.curriculumEntry.deleteMany({ where: { curriculumId: id } })
        await tx.db.curriculumEntry.createMany({
          data: positions('piecePlanId', planIds).map((row) => ({ ...row, curriculumId: id })),
        })
      }
      const row = await tx.db.curriculum.update({
        where: { id },
        data: { ...(name === undefined ? {} : { name }), ...(ordered === undefined ? {} : { ordered }) },
        select: curriculumSelect,
      })
      note({ subject: 'Curriculum', ids: [id], courseId: course.id, data: { plans: planIds !== undefined } })
      return toCurriculum(row)
    }),
  )
