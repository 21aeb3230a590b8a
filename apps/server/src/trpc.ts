/**
 * tRPC over Fastify. Calls whose answer is plain JSON, which is nearly all of them, are answered here: the adapter of
 * @trpc/server makes a fetch `Request` and `Response` with streams of each, which costs as much as the call itself. It
 * does the rest: streamed answers, subscriptions, and whatever is out of the ordinary.
 */
import { appRouter, type RequestContext } from '@cpr/api'
import { JsonText, LibraryText, tagOf } from '@cpr/domain'
import {
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  TRPCError,
  type TRPCProcedureType,
} from '@trpc/server'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import { getHTTPStatusCode } from '@trpc/server/http'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { isFresh } from './library-answers.ts'
import { retryAfterSeconds } from './retry-after.ts'

/** Names of headers by which an answer's form differs. */
const vary = 'trpc-accept, accept'

type TrpcOptions = { contextOf: (request: FastifyRequest, reply: FastifyReply) => RequestContext }

const { procedures, _config: config } = appRouter._def as unknown as {
  procedures: Record<string, { _def: { type: TRPCProcedureType; meta?: { streams?: boolean } } }>
  _config: Parameters<typeof getTRPCErrorShape>[0]['config']
}

const types = { GET: 'query', POST: 'mutation' } as const

type Call = { path: string; type: TRPCProcedureType; input: unknown }

/** The calls of a request; null where it is not for the quick way */
const callsOf = (request: FastifyRequest): Call[] | null => {
  const { method, headers, params, query, body } = request as FastifyRequest<{
    Params: { path: string }
    Querystring: { batch?: string; input?: string; connectionParams?: string }
  }>
  const type = types[method as keyof typeof types]
  if (headers['trpc-accept'] !== undefined || query.connectionParams !== undefined) return null
  // Whatever an EventSource asks for, and bodies that are not JSON, are the adapter's.
  if (headers.accept?.includes('event-stream')) return null
  if (method === 'POST' && body !== undefined && !headers['content-type']?.startsWith('application/json')) return null
  const batch = query.batch === '1'
  const paths = batch ? params.path.split(',') : [params.path]
  if (!paths.every((path) => Object.hasOwn(procedures, path) && procedures[path]?._def.type === type)) return null
  const given = parse(method === 'POST' ? (body as string | undefined) : query.input)
  if (given === broken) return null
  return paths.map((path, nth) => ({ path, type, input: batch ? (given as Record<number, unknown>)?.[nth] : given }))
}

const broken = Symbol('no JSON')

const parse = (json: string | undefined): unknown => {
  if (json === undefined || json === '') return undefined
  try {
    return JSON.parse(json)
  } catch {
    return broken
  }
}

/** What answers in chunks, and is written down as answered, does not begin for whoever cannot take them. */
const refuseStreams = (paths: string[]): void => {
  if (paths.some((path) => Object.hasOwn(procedures, path) && procedures[path]?._def.meta?.streams))
    throw new TRPCError({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: 'This answer is a stream: ask for it with httpBatchStreamLink.',
    })
}

const isStream = (data: unknown): boolean => typeof data === 'object' && data !== null && Symbol.asyncIterator in data

export const trpc: FastifyPluginAsync<TrpcOptions> = async (server, { contextOf }) => {
  const report = (error: TRPCError, path: string | undefined): void => {
    if (error.code === 'INTERNAL_SERVER_ERROR') server.log.error({ err: error.cause ?? error, path })
  }

  /** Runs one call. @returns its part of the answer, and the same as text */
  const answer = async ({ path, type, input }: Call, ctx: RequestContext, signal: AbortSignal, batchIndex: number) => {
    try {
      refuseStreams([path])
      const getRawInput = async () => input
      const data: unknown = await callTRPCProcedure({
        router: appRouter,
        path,
        type,
        ctx,
        getRawInput,
        signal,
        batchIndex,
      })
      if (isStream(data)) throw new Error(`${path} answers in chunks, and does not say so.`)
      const body = { result: { data } }
      return {
        error: null,
        tag: data instanceof LibraryText ? data.tag : undefined,
        body,
        text: data instanceof JsonText ? `{"result":{"data":${data.text}}}` : JSON.stringify(body),
      }
    } catch (cause) {
      const error = getTRPCErrorFromUnknown(cause)
      report(error, path)
      const body = { error: getTRPCErrorShape({ config, error, type, path, input, ctx }) }
      return { error, tag: undefined, body, text: JSON.stringify(body) }
    }
  }

  const plugin: FastifyTRPCPluginOptions<typeof appRouter> = {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      createContext: ({ req, res, info }) => {
        if (info.accept !== 'application/jsonl') refuseStreams(info.calls.map(({ path }) => path))
        return contextOf(req, res)
      },
      onError: ({ error, path }) => report(error, path),
      responseMeta: ({ errors }) =>
        errors.some(({ code }) => code === 'SERVICE_UNAVAILABLE')
          ? { headers: { 'retry-after': retryAfterSeconds } }
          : {},
    },
  }

  server.addHook('preHandler', async (request, reply) => {
    const calls = callsOf(request)
    if (calls === null) return
    const aborted = new AbortController()
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) aborted.abort()
    })
    // What a mutation answers may be kept for whoever sends it again.
    const ctx = { ...contextOf(request, reply), asText: request.method === 'GET' }
    const answers = await Promise.all(calls.map((call, nth) => answer(call, ctx, aborted.signal, nth)))
    const bodies = answers.map(({ body }) => body)
    const batch = (request.query as { batch?: string }).batch === '1'
    if (answers.some(({ error }) => error?.code === 'SERVICE_UNAVAILABLE'))
      reply.header('retry-after', retryAfterSeconds)
    const tags = answers.flatMap(({ tag }) => tag ?? [])
    if (request.method === 'GET' && tags.length === answers.length) {
      const tag = batch ? tagOf(tags.join()) : (tags[0] as string)
      if (isFresh(request, reply, tag)) return reply.code(304).header('vary', vary).send()
    }
    return reply
      .code(getHTTPStatusCode(batch ? bodies : (bodies[0] as (typeof bodies)[number])))
      .header('vary', vary)
      .header('content-type', 'application/json')
      .send(batch ? `[${answers.map(({ text }) => text).join(',')}]` : answers[0]?.text)
  })
  await server.register(fastifyTRPCPlugin, plugin)
}
