import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { onConstraint } from '../database-errors.ts'
import { notFound } from '../errors.ts'
import { accountSelect, studentFor, toAccount } from './queries.ts'
import type { UpdateStudentInput } from './schemas.ts'

/**
 * Changes what is given of a student in one of the asker's courses.
 * @throws {DomainError} `not-found` for anybody else, and for an instrument that is not there
 */
export const updateStudent = async (ctx: Ctx, { username, ...input }: UpdateStudentInput) => {
  const { id, courseId } = await studentFor(ctx, 'users.updateStudent', { username })
  const changes = Object.entries(input).filter(([, value]) => value !== undefined)
  const row = await onConstraint({ foreignKey: () => notFound('Instrument') }, () =>
    recorded(ctx, 'users.updateStudent', async ({ db }, note) => {
      note({ subject: 'User', ids: [id], courseId, data: { changed: changes.map(([field]) => field) } })
      return db.user.update({ where: { id }, data: Object.fromEntries(changes), select: accountSelect })
    }),
  )
  return toAccount(row)
}
