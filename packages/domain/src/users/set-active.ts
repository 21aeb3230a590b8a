import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { conflict, notFound } from '../errors.ts'
import { authorize } from '../policy.ts'
import { accountSelect, toAccount } from './queries.ts'
import type { SetActiveInput } from './schemas.ts'

/**
 * Closes an account, which ends its sessions and keeps its work, or opens it again.
 * @throws {DomainError} `not-found`, `conflict` for the own account
 */
export const setActive = async (ctx: Ctx, { username, active }: SetActiveInput) => {
  authorize(ctx, 'users.setActive')
  if (ctx.actor.kind === 'user' && ctx.actor.username === username)
    throw conflict('Nobody closes the account they are signed in with.')
  return recorded(ctx, 'users.setActive', async ({ db }, note) => {
    const [row] = await db.user.updateManyAndReturn({
      where: { username },
      data: { isActive: active },
      select: accountSelect,
    })
    if (!row) throw notFound('User')
    if (!active) await db.session.deleteMany({ where: { userId: row.id } })
    note({ subject: 'User', ids: [row.id], data: { active } })
    return toAccount(row)
  })
}
