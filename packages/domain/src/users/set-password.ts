import { recorded } from '../audit/index.ts'
import { hashPassword } from '../auth/index.ts'
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { authorize } from '../policy.ts'
import { newPassword } from './rules.ts'
import type { SetPasswordInput } from './schemas.ts'

/**
 * Gives somebody a new password, and ends their sessions.
 * @returns the password where it was made up here: nobody can read it later
 */
export const setPassword = async (ctx: Ctx, { username, password }: SetPasswordInput) => {
  authorize(ctx, 'users.setPassword')
  const secret = password ?? newPassword(ctx.random)
  const passwordHash = await hashPassword(secret)
  await recorded(ctx, 'users.setPassword', async ({ db }, note) => {
    const [user] = await db.user.updateManyAndReturn({
      where: { username },
      data: { passwordHash },
      select: { id: true },
    })
    if (!user) throw notFound('User')
    await db.session.deleteMany({ where: { userId: user.id } })
    note({ subject: 'User', ids: [user.id] })
  })
  return { username, newPassword: password === undefined ? secret : null }
}
