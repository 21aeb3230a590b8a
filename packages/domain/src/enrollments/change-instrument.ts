import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { refuseArchived } from '../courses/index.ts'
import { onConstraint } from '../database-errors.ts'
import { notFound } from '../errors.ts'
import { enrollmentFor, enrollmentSelect, toEnrollment } from './queries.ts'
import type { ChangeInstrumentInput } from './schemas.ts'

/** Gives a student another instrument in the course. Work handed in keeps the instrument it was made with. */
export const changeInstrument = async (ctx: Ctx, { id, instrumentId }: ChangeInstrumentInput) => {
  const { course } = await enrollmentFor(ctx, 'enrollments.changeInstrument', id)
  refuseArchived(course)
  const row = await onConstraint({ foreignKey: () => notFound('Instrument') }, () =>
    recorded(ctx, 'enrollments.changeInstrument', async ({ db }, note) => {
      note({ subject: 'Enrollment', ids: [id], courseId: course.id, data: { instrumentId } })
      return db.enrollment.update({ where: { id }, data: { instrumentId }, select: enrollmentSelect })
    }),
  )
  return toEnrollment(row)
}
