import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { authorize, signedInActor } from '../policy.ts'
import { toTime } from '../serialize.ts'
import type { EndSessionInput } from './schemas.ts'

/** Where the asker is signed in, the last used first; `current` is the session that asks. */
export const listSessions = async (ctx: Ctx) => {
  authorize(ctx, 'auth.sessions')
  const { id: userId, sessionId } = signedInActor(ctx)
  const rows = await ctx.db.session.findMany({
    where: { userId, expiresAt: { gt: ctx.clock.now() } },
    select: { id: true, createdAt: true, lastUsedAt: true, expiresAt: true },
    orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
  })
  return rows.map(({ id, createdAt, lastUsedAt, expiresAt }) => ({
    id,
    createdAt: toTime(createdAt),
    lastUsedAt: toTime(lastUsedAt),
    expiresAt: toTime(expiresAt),
    current: id === sessionId,
  }))
}

/** Ends one of the asker's sessions. @throws {DomainError} `not-found` for one of somebody else */
export const endSession = async (ctx: Ctx, { id }: EndSessionInput) => {
  authorize(ctx, 'auth.endSession')
  const { id: userId } = signedInActor(ctx)
  await recorded(ctx, 'auth.endSession', async ({ db }, note) => {
    const { count } = await db.session.deleteMany({ where: { id, userId } })
    if (count === 0) throw notFound('Session')
    note({ subject: 'Session', ids: [id] })
  })
  return { ended: true }
}
