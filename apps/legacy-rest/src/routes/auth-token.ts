import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { credentials, token } from '../resources/auth-token.ts'
import { nothing, refusals } from '../resources/common.ts'

/** A token for a name and a password, and back. */
export const authTokenRoutes: FastifyPluginAsyncZod = async (server) => {
  server.post(
    '/',
    {
      prefixTrailingSlash: 'slash',
      config: { credentials: 'nobody' },
      schema: { summary: 'Sign in', body: credentials, response: { 200: token, ...refusals } },
    },
    async ({ caller, body }) => ({ token: (await caller.auth.signIn(body)).token }),
  )

  server.delete(
    '/',
    { prefixTrailingSlash: 'slash', schema: { summary: 'Sign out', response: { ...refusals, 200: nothing } } },
    async ({ caller }, reply) => {
      await caller.auth.signOut()
      return reply.code(200).send()
    },
  )
}
