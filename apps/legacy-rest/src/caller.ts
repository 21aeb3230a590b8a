/** How a request reaches the procedures: by a typed caller in the name of whoever asks. */
import { type AppRouter, createCaller, type RequestContext } from '@cpr/api'
import type { inferRouterOutputs } from '@trpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { credentialsMissing, Refusal } from './errors.ts'
import { type Links, linksOf } from './links.ts'

export type Caller = ReturnType<typeof createCaller>
export type Outputs = inferRouterOutputs<AppRouter>

export type ContextOf = (request: FastifyRequest, reply: FastifyReply) => RequestContext

/** What a route takes for a proof of who asks; nothing is asked for `nobody`'s. */
type Credentials = 'token' | 'token or session' | 'nobody'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
    links: Links
    /** The largest file that is taken, in bytes. */
    maxUploadBytes: number
  }
  interface FastifyContextConfig {
    /** What is wrong with a body is said in one message, as views do that no serializer has a part in. */
    oneMessage?: boolean
    /** `token` unless told. */
    credentials?: Credentials
    /** The answer depends on the library and the address alone: the server gives it a tag, for whoever asks again. */
    ofLibrary?: boolean
  }
}

export const decorate = (server: FastifyInstance): void => {
  for (const name of ['caller', 'links', 'maxUploadBytes']) server.decorateRequest(name)
}

/** Gives every request its caller, and refuses those that say not, or not truly, who they are, before a body is read. */
export const identify = (scope: FastifyInstance, contextOf: ContextOf): void => {
  scope.addHook('onRequest', async (request, reply) => {
    request.links = linksOf(request)
    // Tokens travel in headers here: no session begins or ends in a browser.
    const context = { ...contextOf(request, reply), setSession: () => {} }
    request.caller = createCaller(context)
    request.maxUploadBytes = context.maxUploadBytes
    const { credentials = 'token' } = request.routeOptions.config
    if (credentials === 'nobody' || request.is404) return
    const header = request.headers.authorization
    if (credentials === 'token or session' && header === undefined) return
    refuseHeader(header)
    // What the procedure says of anybody who is not signed in, or of a database out of reach, is for it to say.
    const actor = await context.actor().catch(() => null)
    if (actor?.kind === 'user') return
    await request.caller.auth.me().catch((error: unknown) => {
      throw isUnauthenticated(error) ? new Refusal(403, { detail: 'Invalid token.' }) : error
    })
  })
}

/** @throws {Refusal} for everything but `Token …` */
const refuseHeader = (header: string | undefined): void => {
  const [scheme, ...rest] = (header ?? '').trim().split(/\s+/)
  if (scheme?.toLowerCase() !== 'token') throw credentialsMissing()
  if (rest.length === 0) throw new Refusal(403, { detail: 'Invalid token header. No credentials provided.' })
  if (rest.length > 1)
    throw new Refusal(403, { detail: 'Invalid token header. Token string should not contain spaces.' })
}

const isUnauthenticated = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 'UNAUTHORIZED'
