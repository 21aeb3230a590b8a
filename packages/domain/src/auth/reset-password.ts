import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { authorize } from '../policy.ts'
import { hashPassword } from './password.ts'
import type { RequestResetInput, ResetPasswordInput } from './schemas.ts'
import { countTry } from './throttle.ts'
import { hashToken, newToken } from './token.ts'

const lifetimeMinutes = 60

/**
 * Sends whoever has this e-mail address a link to choose a new password. The answer is the same whether somebody has it
 * or not.
 * @throws {DomainError} `too-many-tries`
 */
export const requestReset = async (ctx: Ctx, { email }: RequestResetInput) => {
  authorize(ctx, 'auth.requestReset')
  if (ctx.address !== null) await countTry(ctx, 'reset:address', ctx.address)
  await countTry(ctx, 'reset:name', email.toLowerCase())
  const user = await ctx.db.user.findFirst({
    where: { email: { equals: email, mode: 'insensitive' }, isActive: true },
    select: { id: true, username: true, name: true, email: true },
  })
  const token = newToken(ctx.random)
  if (user) {
    const now = ctx.clock.now()
    await recorded(ctx, 'auth.requestReset', async ({ db }, note) => {
      await db.passwordReset.create({
        data: {
          userId: user.id,
          tokenHash: hashToken(token),
          createdAt: now,
          expiresAt: new Date(now.getTime() + lifetimeMinutes * 60_000),
        },
        select: { id: true },
      })
      note({ subject: 'User', ids: [user.id] })
    })
    ctx.mail.post({
      to: user.email,
      subject: 'A new password for MusicCPR',
      text: [
        `Hello ${user.name || user.username},`,
        '',
        `somebody asked for a new password for your account "${user.username}". If that was you, choose one here within`,
        `${lifetimeMinutes} minutes:`,
        '',
        `${ctx.origin}/reset-password?token=${token}`,
        '',
        'If it was not you, nothing has changed, and you need do nothing.',
        '',
      ].join('\n'),
    })
  }
  return { sent: true }
}

/**
 * Chooses a new password by a link that `requestReset` sent, once, and ends every session of the account.
 * @throws {DomainError} `not-found` for a token that is unknown, used or expired; `too-many-tries`
 */
export const resetPassword = async (ctx: Ctx, { token, newPassword }: ResetPasswordInput) => {
  authorize(ctx, 'auth.resetPassword')
  if (ctx.address !== null) await countTry(ctx, 'token:address', ctx.address)
  const passwordHash = await hashPassword(newPassword)
  const now = ctx.clock.now()
  return recorded(ctx, 'auth.resetPassword', async ({ db }, note) => {
    const where = { tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: now }, user: { isActive: true } }
    const [reset] = await db.passwordReset.updateManyAndReturn({
      where,
      data: { usedAt: now },
      select: { userId: true },
    })
    if (!reset) throw notFound('PasswordReset')
    const { userId } = reset
    const user = await db.user.update({ where: { id: userId }, data: { passwordHash }, select: { username: true } })
    await db.session.deleteMany({ where: { userId } })
    // Other links that are still on their way open nothing any more.
    await db.passwordReset.deleteMany({ where: { userId, usedAt: null } })
    note({ subject: 'User', ids: [userId], actorId: userId })
    return user
  })
}
