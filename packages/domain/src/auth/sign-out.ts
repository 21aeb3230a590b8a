import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { authorize, signedInActor } from '../policy.ts'

/** Ends the session that asks. */
export const signOut = async (ctx: Ctx) => {
  authorize(ctx, 'auth.signOut')
  const { sessionId } = signedInActor(ctx)
  await recorded(ctx, 'auth.signOut', async ({ db }, note) => {
    await db.session.deleteMany({ where: { id: sessionId } })
    note({ subject: 'Session', ids: [sessionId] })
  })
  return { signedOut: true }
}
