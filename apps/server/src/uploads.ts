/**
 * Recordings on their way in, which go on after a lost connection or a closed tab (tus). What has arrived lies in a store of
 * its own until it is whole; then the domain takes it like any other file, and says whether it may.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import {
  createCaller,
  domainErrorOf,
  httpStatusOf,
  type RequestContext,
  toTrpcError,
  withIdempotencyKey,
} from '@cpr/api'
import { isUnavailable, media } from '@cpr/domain'
import { getTRPCErrorFromUnknown, TRPCError } from '@trpc/server'
import { type DataStore, Server, type ServerOptions, type Upload } from '@tus/server'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { retryAfterSeconds } from './retry-after.ts'

/** Where parts of uploads lie until they are whole. */
export type UploadStore = DataStore & { read: (id: string) => Readable | Promise<Readable> }

type UploadOptions = {
  contextOf: (request: FastifyRequest, reply: FastifyReply) => RequestContext
  store: UploadStore
  maxBytes: number
}

const path = '/uploads'
const cleanUpEveryMs = 60 * 60 * 1000

/** What a client says of a recording before it sends it. */
const metadata = z.object({ course: z.string(), courseAssignmentId: z.coerce.number(), filename: z.string() })

type Refusal = { status_code: number; body: string }

const refusal = (status_code: number, error: object): Refusal => ({ status_code, body: JSON.stringify({ error }) })

/** An error as the other transports send it. */
const refusalOf = (error: unknown): Refusal => {
  if (error instanceof z.ZodError) return refusal(400, { message: z.prettifyError(error) })
  if (!(error instanceof TRPCError)) return refusal(500, { message: 'Something went wrong on the server; try again.' })
  const httpStatus = httpStatusOf(error)
  return refusal(httpStatus, {
    message: error.message,
    data: { code: error.code, httpStatus, domain: domainErrorOf(error) },
  })
}

/** What has arrived stays, and goes on where it was when there is room again. */
const storageFull: Refusal = refusalOf(
  toTrpcError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: media.storageFull() })),
)

/** `POST /uploads` begins an upload, `PATCH` and `HEAD /uploads/<id>` go on with it; the last answer is the receipt. */
export const resumableRoutes: FastifyPluginAsync<UploadOptions> = async (server, { contextOf, store, maxBytes }) => {
  /** Who asks, for the time of a request: tus hands on nothing but that. */
  const contexts = new WeakMap<IncomingMessage, RequestContext>()
  type TusRequest = Parameters<NonNullable<ServerOptions['onUploadCreate']>>[0]
  const contextFor = (request: TusRequest): RequestContext => {
    const raw = request.runtime?.node?.req as IncomingMessage | undefined
    const context = raw && contexts.get(raw)
    if (!context) throw new Error('An upload came by another way than its route.')
    return context
  }
  const actorIdOf = async (request: TusRequest): Promise<string | null> => {
    const actor = await contextFor(request).actor()
    return actor.kind === 'user' ? String(actor.id) : null
  }

  /** Whether the assignment is the asker's is found out before anything comes in. */
  const begin = async (request: TusRequest, upload: Upload) => {
    const { course, courseAssignmentId } = metadata.parse(upload.metadata)
    await createCaller(contextFor(request)).submissions.mine({ course, courseAssignmentId })
    return { metadata: { ...upload.metadata, userId: await actorIdOf(request) } }
  }

  const finish = async (request: TusRequest, upload: Upload) => {
    const { course, courseAssignmentId, filename } = metadata.parse(upload.metadata)
    const body = await store.read(upload.id)
    const input = { course, courseAssignmentId, filename, body }
    // However often its last part comes, and to whichever process: an upload is handed in once.
    const handedIn = await createCaller(contextFor(request)).submissions.handIn(withIdempotencyKey(input, upload.id))
    return { status_code: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(handedIn) }
  }

  const tus = new Server({
    path,
    datastore: store,
    maxSize: maxBytes,
    // Behind a proxy, the server does not know the name that browsers use.
    relativeLocation: true,
    onIncomingRequest: async (request, id) => {
      if (request.method === 'POST' || request.method === 'OPTIONS') return
      const upload = await store.getUpload(id)
      const actorId = await actorIdOf(request)
      if (actorId === null || upload.metadata?.userId !== actorId)
        throw refusal(404, { message: 'There is no such upload.' })
    },
    onResponseError: async (request, error) => {
      if (media.isFull(error)) return storageFull
      const answer = isUnavailable(error) ? refusalOf(toTrpcError(getTRPCErrorFromUnknown(error))) : undefined
      // Its own answers to errors have no headers of ours: those of the connection's answer are sent beside them.
      if ((answer ?? (error as Refusal)).status_code === 503)
        (request.runtime?.node?.res as ServerResponse | undefined)?.setHeader('retry-after', retryAfterSeconds)
      return answer
    },
    onUploadCreate: (request, upload) => begin(request, upload).catch(thrown(server)),
    onUploadFinish: async (request, upload) => {
      const answer = await finish(request, upload).catch(async (error: unknown) => {
        // What is refused for good is not kept; else whoever sends it tries again.
        if (error instanceof TRPCError && httpStatusOf(error) < 500) await store.remove(upload.id)
        return thrown(server)(error)
      })
      await store.remove(upload.id)
      return answer
    },
  })

  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', (_request, _payload, done) => done(null))
  server.route({
    method: ['POST', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS'],
    url: `${path}/*`,
    handler: (request, reply) => handle(request, reply),
  })
  server.route({ method: ['POST', 'OPTIONS'], url: path, handler: (request, reply) => handle(request, reply) })

  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    contexts.set(request.raw, contextOf(request, reply))
    reply.hijack()
    await tus.handle(request.raw, reply.raw)
  }

  // Uploads that nobody went on with.
  const cleanUp = (): void => {
    tus.cleanUpExpiredUploads().catch((error: unknown) => server.log.error({ err: error }))
  }
  const timer = setInterval(cleanUp, cleanUpEveryMs)
  timer.unref()
  server.addHook('onClose', async () => clearInterval(timer))
}

/** Throws an error as tus sends it; what nobody foresaw is written down. */
const thrown =
  (server: { log: { error: (entry: object) => void } }) =>
  (error: unknown): never => {
    const answer = refusalOf(error)
    if (answer.status_code >= 500) server.log.error({ err: error })
    throw answer
  }
