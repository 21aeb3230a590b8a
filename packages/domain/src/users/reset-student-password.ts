import { recorded } from '../audit/index.ts'
import { hashPassword } from '../auth/index.ts'
import type { Ctx } from '../context.ts'
import { studentFor } from './queries.ts'
import { newPassword } from './rules.ts'
import type { ResetStudentPasswordInput } from './schemas.ts'

/**
 * Makes a new password for a student of one of the asker's courses, and ends the student's sessions.
 * @returns the password, to be handed out: nobody can read it later
 * @throws {DomainError} `not-found` for anybody else
 */
export const resetStudentPassword = async (ctx: Ctx, { enrollmentId }: ResetStudentPasswordInput) => {
  const student = await studentFor(ctx, 'users.resetStudentPassword', { enrollments: { some: { id: enrollmentId } } })
  const password = newPassword(ctx.random)
  const passwordHash = await hashPassword(password)
  await recorded(ctx, 'users.resetStudentPassword', async ({ db }, note) => {
    await db.user.update({ where: { id: student.id }, data: { passwordHash }, select: { id: true } })
    await db.session.deleteMany({ where: { userId: student.id } })
    note({ subject: 'User', ids: [student.id], courseId: student.courseId })
  })
  return { username: student.username, name: student.name, newPassword: password }
}
