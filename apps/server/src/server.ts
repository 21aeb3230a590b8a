import { createRequestContext } from '@cpr/api'
import type { Database, Services } from '@cpr/domain'
import { corsOptions, legacyRest } from '@cpr/legacy-rest'
import cookie from '@fastify/cookie'
import cors from '@fastify/cors'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, type RouteOptions } from 'fastify'
import { health } from './health.ts'
import { tagLibraryAnswers } from './library-answers.ts'
import { loggerOptions, nameRequest } from './logging.ts'
import { mailLinks } from './mail-links.ts'
import { mediaRoutes, uploadRoutes } from './media.ts'
import { measure } from './metrics.ts'
import { shedLoad } from './pressure.ts'
import { secure } from './security.ts'
import { setSessionCookie, tokenOf } from './session.ts'
import { trpc } from './trpc.ts'
import { dropUnreadBodies } from './unread-bodies.ts'
import { resumableRoutes, type UploadStore } from './uploads.ts'
import { serveWeb } from './web.ts'

export type ServerOptions = {
  database: Database
  services: Services
  logLevel: string
  /** Where the log's lines of JSON go; standard output unless told. */
  logTo?: { write: (line: string) => void }
  /** Behind TLS: browsers send the session cookie over nothing else. */
  secureCookies: boolean
  /** Behind a proxy that says where requests come from; else nobody is believed. */
  trustProxy?: boolean
  /** Where uploads that can be gone on with lie; without it there are none. */
  uploads?: UploadStore | undefined
  /** The folder of the built web client; without it the procedures answer alone. */
  webFolder?: string | undefined
  /** The addresses of frontends elsewhere, which may ask the REST surface and for media. */
  corsOrigins?: string[]
  /** Turns requests away past what this process can do. */
  shedsLoad?: boolean
  /** Whoever asks for `/metrics` from another machine has it; without one, nobody may. */
  metricsToken?: string | undefined
  /** The REST surface alone, with its media; everything unless told. */
  only?: 'legacy-rest'
  /** Hears of every route. */
  onRoute?: (route: RouteOptions) => void
}

const bodyLimitBytes = 5_000_000

/** For a recording of 100 MB by a bad wifi: half a megabit a second. */
const requestTimeoutMs = 30 * 60 * 1000

const sweepMs = 50

/** The HTTP server, not listening yet. Closing it leaves the database open. */
export const createServer = async ({
  database,
  services,
  logLevel,
  logTo,
  secureCookies,
  trustProxy = false,
  uploads,
  webFolder,
  corsOrigins = [],
  metricsToken,
  shedsLoad = false,
  only,
  onRoute,
}: ServerOptions): Promise<FastifyInstance> => {
  const server = fastify({
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    trustProxy,
    // Names of batched procedures stand in the path, one after the other.
    routerOptions: { maxParamLength: 5000 },
    // An address that is none reaches no route.
    frameworkErrors: (error, _request, reply) => {
      reply.raw.writeHead(error.statusCode ?? 400, { 'content-type': 'application/json' })
      reply.raw.end(JSON.stringify({ detail: 'Bad request: the address cannot be read.' }))
    },
    // Idle connections end at once when the server closes; running requests are finished.
    forceCloseConnections: 'idle',
    genReqId: nameRequest({ trustProxy }),
    logger: { ...loggerOptions, level: logLevel, ...(logTo ? { stream: logTo } : {}) },
  })
  endConnectionsOnClose(server)
  const stopping = new AbortController()
  server.addHook('preClose', async () => stopping.abort())
  if (onRoute) server.addHook('onRoute', onRoute)
  secure(server, { overTls: secureCookies })
  tagLibraryAnswers(server)
  dropUnreadBodies(server)
  if (shedsLoad) await shedLoad(server, database)
  measure(server, { pool: database.pool, token: metricsToken })
  await server.register(cookie)
  await server.register(health, { database })
  const contextOf = (request: FastifyRequest, reply: FastifyReply) =>
    createRequestContext({
      ...services,
      db: database.db,
      address: request.ip,
      token: tokenOf(request),
      stopping: stopping.signal,
      idempotencyKey: idempotencyKeyOf(request),
      setSession: (session) => setSessionCookie(reply, session, secureCookies),
    })
  await server.register(
    async (media) => {
      await media.register(cors, corsOptions(corsOrigins))
      await media.register(mediaRoutes, { contextOf })
    },
    { prefix: '/media' },
  )
  await server.register(legacyRest, { contextOf, origins: corsOrigins })
  if (only === 'legacy-rest') {
    await server.register(mailLinks)
    return server
  }

  await server.register(uploadRoutes, { contextOf })
  if (uploads) await server.register(resumableRoutes, { contextOf, store: uploads, maxBytes: services.maxUploadBytes })
  await server.register(trpc, { contextOf })
  if (webFolder !== undefined) await serveWeb(server, webFolder)
  return server
}

/** Whoever sends it empty means none. */
const idempotencyKeyOf = ({ headers }: FastifyRequest): string | undefined =>
  headers['idempotency-key']?.toString() || undefined

/**
 * A connection that is idle only after the server began to close would keep it up for as long as the client likes: one
 * whose answer is being sent, one whose refused upload still comes in.
 */
const endConnectionsOnClose = (server: FastifyInstance): void => {
  let sweep: NodeJS.Timeout | undefined
  server.addHook('preClose', async () => {
    if (!server.server.listening) return
    sweep = setInterval(() => server.server.closeIdleConnections(), sweepMs)
    server.server.once('close', () => clearInterval(sweep))
  })
  server.addHook('onSend', async (_request, reply) => {
    if (sweep) reply.header('connection', 'close')
  })
}
