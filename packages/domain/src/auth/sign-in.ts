import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authorize } from '../policy.ts'
import { toTime } from '../serialize.ts'
import { hashPassword, isOutdated, verifyPassword } from './password.ts'
import type { SignInInput } from './schemas.ts'
import { sessionLifetimeMs } from './session.ts'
import { countTry, forgetTries, forgiveTry } from './throttle.ts'
import { hashToken, newToken } from './token.ts'

/**
 * Trades a username, or an e-mail address where the user has one, and a password for a session.
 * @returns the token, shown this once, and when it expires unless it is used
 * @throws {DomainError} `bad-credentials`, the same for an unknown name, a wrong password and a closed account;
 *   `too-many-tries`
 */
export const signIn = async (ctx: Ctx, { username, password }: SignInInput) => {
  authorize(ctx, 'auth.signIn')
  // However somebody writes the name, the tries are at one account.
  const name = username.toLowerCase().replaceAll('\0', '')
  if (ctx.address !== null) await countTry(ctx, 'sign-in:address', ctx.address)
  await countTry(ctx, 'sign-in:name', name)

  const user = await findUser(ctx, username)
  const fits = await verifyPassword(password, user?.passwordHash ?? null)
  if (!user || !fits || !user.isActive) throw new DomainError('bad-credentials', 'Name or password are wrong.')
  if (ctx.address !== null) await forgiveTry(ctx, 'sign-in:address', ctx.address)
  await forgetTries(ctx, 'sign-in:name', name)

  const token = newToken(ctx.random)
  const now = ctx.clock.now()
  const expiresAt = new Date(now.getTime() + sessionLifetimeMs)
  const renewed = isOutdated(user.passwordHash) ? { passwordHash: await hashPassword(password) } : {}
  await recorded(ctx, 'auth.signIn', async ({ db }, note) => {
    const session = await db.session.create({
      data: { tokenHash: hashToken(token), userId: user.id, createdAt: now, lastUsedAt: now, expiresAt },
      select: { id: true },
    })
    await db.user.update({ where: { id: user.id }, data: { lastSignInAt: now, ...renewed }, select: { id: true } })
    note({ subject: 'Session', ids: [session.id], actorId: user.id })
  })
  return { token, expiresAt: toTime(expiresAt), user: { id: user.id, username: user.username, name: user.name } }
}

/** Who a name means: the username first, since one person's username may be another's e-mail address. */
const findUser = async ({ db }: Ctx, name: string) => {
  if (name.includes('\0')) return null
  const users = await db.user.findMany({
    where: {
      OR: [
        { username: name },
        ...(name.includes('@') ? [{ email: { equals: name, mode: 'insensitive' as const } }] : []),
      ],
    },
    select: { id: true, username: true, name: true, isActive: true, passwordHash: true },
    take: 2,
  })
  return users.find(({ username }) => username === name) ?? users[0] ?? null
}
