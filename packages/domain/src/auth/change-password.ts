import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authorize, signedInActor } from '../policy.ts'
import { hashPassword, verifyPassword } from './password.ts'
import type { ChangePasswordInput } from './schemas.ts'
import { countTry, forgetTries } from './throttle.ts'

/**
 * Changes the asker's password, and ends every other session of theirs.
 * @throws {DomainError} `bad-credentials` for a wrong current password, `too-many-tries`
 */
export const changePassword = async (ctx: Ctx, { currentPassword, newPassword }: ChangePasswordInput) => {
  authorize(ctx, 'auth.changePassword')
  const { id, username, sessionId } = signedInActor(ctx)
  // Whoever holds a session but not the password guesses no more than at the door.
  await countTry(ctx, 'sign-in:name', username.toLowerCase())
  const user = await ctx.db.user.findUniqueOrThrow({ where: { id }, select: { passwordHash: true } })
  if (!(await verifyPassword(currentPassword, user.passwordHash)))
    throw new DomainError('bad-credentials', 'The current password is wrong.')
  await forgetTries(ctx, 'sign-in:name', username.toLowerCase())
  const passwordHash = await hashPassword(newPassword)
  const ended = await recorded(ctx, 'auth.changePassword', async ({ db }, note) => {
    await db.user.update({ where: { id }, data: { passwordHash }, select: { id: true } })
    const { count } = await db.session.deleteMany({ where: { userId: id, id: { not: sessionId } } })
    note({ subject: 'User', ids: [id] })
    return count
  })
  return { endedSessions: ended }
}
