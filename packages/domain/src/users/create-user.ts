import { recorded } from '../audit/index.ts'
import { hashPassword } from '../auth/index.ts'
import type { Ctx } from '../context.ts'
import { onConstraint } from '../database-errors.ts'
import { conflict, notFound } from '../errors.ts'
import { authorize } from '../policy.ts'
import { newPassword } from './rules.ts'
import type { CreateUserInput } from './schemas.ts'

/**
 * Creates an account.
 * @returns the user, and the password where it was made up here: nobody can read it later
 * @throws {DomainError} `conflict` where the username or the e-mail address is taken, `not-found` for the instrument
 */
export const createUser = async (ctx: Ctx, { password, ...input }: CreateUserInput) => {
  authorize(ctx, 'users.create')
  const secret = password ?? newPassword(ctx.random)
  const passwordHash = await hashPassword(secret)
  const user = await onConstraint(
    {
      unique: (index) =>
        conflict(
          index === 'users_username_key'
            ? `The username ${input.username} is taken.`
            : `Somebody else has the e-mail address ${input.email}.`,
        ),
      foreignKey: () => notFound('Instrument'),
    },
    () =>
      recorded(ctx, 'users.create', async ({ db }, note) => {
        const created = await db.user.create({
          data: { ...input, passwordHash, joinedAt: ctx.clock.now() },
          select: { id: true, username: true, name: true, groups: true, isSuperuser: true },
        })
        note({ subject: 'User', ids: [created.id], data: { username: created.username } })
        return created
      }),
  )
  return { ...user, newPassword: password === undefined ? secret : null }
}
