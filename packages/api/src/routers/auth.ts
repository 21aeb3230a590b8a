import { auth } from '@cpr/domain'
import { procedure, router } from '../trpc.ts'

export const authRouter = router({
  signIn: procedure
    .meta({ holdsSecret: true })
    .input(auth.signInInput)
    .mutation(async ({ ctx, input }) => {
      const session = await auth.signIn(ctx.domain, input)
      ctx.setSession(session)
      return session
    }),
  signOut: procedure.mutation(async ({ ctx }) => {
    const result = await auth.signOut(ctx.domain)
    ctx.setSession(null)
    return result
  }),
  me: procedure.query(({ ctx }) => auth.me(ctx.domain)),
  sessions: procedure.query(({ ctx }) => auth.listSessions(ctx.domain)),
  endSession: procedure.input(auth.endSessionInput).mutation(({ ctx, input }) => auth.endSession(ctx.domain, input)),
  changePassword: procedure
    .input(auth.changePasswordInput)
    .mutation(({ ctx, input }) => auth.changePassword(ctx.domain, input)),
  requestReset: procedure
    .input(auth.requestResetInput)
    .mutation(({ ctx, input }) => auth.requestReset(ctx.domain, input)),
  resetPassword: procedure
    .input(auth.resetPasswordInput)
    .mutation(({ ctx, input }) => auth.resetPassword(ctx.domain, input)),
})
