/** Files in and out. Rules are in the domain: who may hand one in, what is taken, what a signed address opens. */
import { PassThrough, type Readable } from 'node:stream'
import { createCaller, domainErrorOf, httpStatusOf, type RequestContext, toTrpcError } from '@cpr/api'
import { isUnavailable, media } from '@cpr/domain'
import { getTRPCErrorFromUnknown, TRPCError } from '@trpc/server'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { retryAfterSeconds } from './retry-after.ts'

type MediaOptions = { contextOf: (request: FastifyRequest, reply: FastifyReply) => RequestContext }

const upload = { filename: z.string() }
const submissionUpload = z.object({ ...upload, course: z.string(), submissionId: z.coerce.number() })
const configUpload = z.object({ ...upload, id: z.coerce.number() })
const libraryUpload = z.union([
  z.object({ ...upload, pieceId: z.coerce.number() }),
  z.object({ ...upload, partId: z.coerce.number(), instrumentId: z.coerce.number().optional() }),
])

/**
 * `POST /upload/submissions?course=…&submissionId=…&filename=…`, `POST /upload/configs?id=…&filename=…` and
 * `POST /upload/library?filename=…` with `pieceId=…`, or `partId=…` and perhaps `instrumentId=…`, take the bytes of a file as
 * their body.
 */
export const uploadRoutes: FastifyPluginAsync<MediaOptions> = async (server, { contextOf }) => {
  // The body goes on as a stream, whatever type it claims to be.
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', (_request, _payload, done) => done(null))

  server.post('/upload/submissions', async (request, reply) => {
    const { filename, course, submissionId } = submissionUpload.parse(request.query)
    const body = bodyOf(request)
    const file = await createCaller(contextOf(request, reply)).attachments.create({
      course,
      submissionId,
      filename,
      body,
    })
    return reply.code(201).send(file)
  })

  server.post('/upload/configs', async (request, reply) => {
    const { filename, id } = configUpload.parse(request.query)
    return createCaller(contextOf(request, reply)).configs.attach({ id, filename, body: bodyOf(request) })
  })

  server.post('/upload/library', async (request, reply) => {
    const { filename, ...place } = libraryUpload.parse(request.query)
    return createCaller(contextOf(request, reply)).music.attachRecording({ place, filename, body: bodyOf(request) })
  })

  server.setErrorHandler((error, request, reply) => {
    const refused =
      error instanceof z.ZodError ? new TRPCError({ code: 'BAD_REQUEST', message: z.prettifyError(error) }) : error
    if (!(refused instanceof TRPCError)) {
      request.log.error({ err: error })
      return reply.code(500).send({ error: { message: 'Something went wrong on the server; try again.' } })
    }
    const httpStatus = httpStatusOf(refused)
    if (httpStatus >= 500) request.log.error({ err: refused.cause ?? refused })
    return refuse(reply, refused)
  })
}

/** Answers as the procedures do. */
const refuse = (reply: FastifyReply, error: TRPCError): FastifyReply => {
  const httpStatus = httpStatusOf(error)
  if (httpStatus === 503) reply.header('retry-after', retryAfterSeconds)
  return reply.code(httpStatus).send({
    error: { message: error.message, data: { code: error.code, httpStatus, domain: domainErrorOf(error) } },
  })
}

/** `GET /media/<key>` hands a file out, in ranges where asked. To be registered below `/media`. */
export const mediaRoutes: FastifyPluginAsync<MediaOptions> = async (server, { contextOf }) => {
  server.setErrorHandler((error, _request, reply) => {
    // Everything else is for the server to answer.
    if (!isUnavailable(error)) throw error
    return refuse(reply, toTrpcError(getTRPCErrorFromUnknown(error)))
  })

  server.get<{ Params: { '*': string }; Querystring: { expires?: string; signature?: string } }>(
    '/*',
    async (request, reply) => {
      const { actor: _, ...context } = contextOf(request, reply)
      const file = await media.openFile(
        { ...context, actor: { kind: 'anonymous' } },
        { key: request.params['*'], ...request.query },
      )
      if (!file)
        return reply.code(404).send({ error: { message: 'There is no such file, or its address has expired.' } })
      reply.headers({
        'content-type': file.contentType,
        'accept-ranges': 'bytes',
        // A signed address is the right to see it: the current frontend may stand on another site.
        'cross-origin-resource-policy': 'cross-origin',
        // Should a browser show a file as a page after all, nothing in it runs.
        'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; media-src 'self'",
        'cache-control': file.isPublic ? 'public, max-age=86400' : 'private, max-age=3600',
        ...(file.contentType === 'application/octet-stream' ? { 'content-disposition': 'attachment' } : {}),
      })
      const range = rangeOf(request.headers.range, file.sizeBytes)
      if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${file.sizeBytes}`).send()
      const body = await file.read(range ?? undefined)
      if (!body) return reply.code(404).send()
      if (!range) return reply.header('content-length', file.sizeBytes).send(body)
      return reply
        .code(206)
        .headers({
          'content-range': `bytes ${range.start}-${range.end}/${file.sizeBytes}`,
          'content-length': range.end - range.start + 1,
        })
        .send(body)
    },
  )
}

/** The body apart from its connection: refusing the one must not cut the other off before the answer is out. */
const bodyOf = ({ raw }: FastifyRequest): Readable => {
  const body = new PassThrough()
  // Whoever reads it hears of its errors; refused before anybody did, it has none to tell.
  body.on('error', () => {})
  raw.on('error', (error) => body.destroy(error))
  raw.on('close', () => {
    if (!raw.complete) body.destroy(new Error('The upload broke off.'))
  })
  return raw.pipe(body)
}

/** One range of bytes as a client asks for it; null for the whole file, also where it asks for several at once. */
export const rangeOf = (header: string | undefined, sizeBytes: number): media.ByteRange | 'unsatisfiable' | null => {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return null
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first)
  const end = first === '' || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)
  return start > end || start >= sizeBytes || (first === '' && last === '0') ? 'unsatisfiable' : { start, end }
}
