import type { Ctx } from '../context.ts'
import { authorize, signedInActor } from '../policy.ts'

/** The person who asks, as the session knows them. */
export const me = async (ctx: Ctx) => {
  authorize(ctx, 'auth.me')
  const { kind, sessionId, ...person } = signedInActor(ctx)
  return person
}
