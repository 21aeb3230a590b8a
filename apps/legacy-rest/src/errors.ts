/** The one place where what went wrong becomes an answer that looks like Django REST framework's. */
import { domainErrorOf } from '@cpr/api'
import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { ZodError } from 'zod'
import { type FieldErrors, fieldError, fieldErrors } from './words.ts'

type DomainErrorOf = NonNullable<ReturnType<typeof domainErrorOf>>
type ErrorCode = DomainErrorOf['code']
type Of<C extends ErrorCode> = Extract<DomainErrorOf, { code: C }>['details']
export type Entity = Of<'not-found'>['entity']

type Body = { detail: string } | { error: string } | FieldErrors | object | string

type Answer = { status: number; body: Body; headers?: Record<string, string> }

/** An answer other than what was asked for, as it goes out. */
export class Refusal extends Error implements Answer {
  readonly status: number
  readonly body: Body
  readonly headers: Record<string, string>

  constructor(status: number, body: Body, headers: Record<string, string> = {}) {
    super(typeof body === 'string' ? body : JSON.stringify(body))
    this.status = status
    this.body = body
    this.headers = headers
  }
}

export const credentialsMissing = (): Refusal =>
  new Refusal(403, { detail: 'Authentication credentials were not provided.' })

export const noMatch = (entity: Entity): Refusal =>
  new Refusal(404, { detail: `No ${entity} matches the given query.` })

export const invalidPk = (field: string, value: unknown): Refusal =>
  new Refusal(400, { [field]: [`Invalid pk "${value}" - object does not exist.`] })

const withoutField = (status: number, message: string): Answer => ({ status, body: { non_field_errors: [message] } })

/** How each error of the domain is answered. What is against the state of things is a bad request, as it always was here. */
const answers = {
  unauthenticated: credentialsMissing,
  'bad-credentials': () => withoutField(400, 'Unable to log in with provided credentials.'),
  forbidden: () => ({ status: 403, body: { detail: 'You do not have permission to perform this action.' } }),
  'not-found': ({ entity }) => noMatch(entity),
  invalid: ({ field }, message) => ({ status: 400, body: fieldError(field, message) }),
  conflict: (_, message) => withoutField(400, message),
  'instrument-missing': (_, message) => withoutField(400, message),
  'too-few-students': (_, message) => withoutField(400, message),
  'work-handed-in': (_, message) => withoutField(400, message),
  'too-large': (_, message) => ({ status: 413, body: { detail: message } }),
  'storage-full': (_, message) => ({ status: 507, body: { detail: message } }),
  'too-many-tries': ({ retryAfterSeconds: seconds }) => ({
    status: 429,
    body: { detail: `Request was throttled. Expected available in ${seconds} second${seconds === 1 ? '' : 's'}.` },
    headers: { 'retry-after': String(seconds) },
  }),
  'too-many-streams': (_, message) => ({ status: 429, body: { detail: message } }),
  unavailable: (_, message) => ({ status: 503, body: { detail: message }, headers: { 'retry-after': '2' } }),
} satisfies { [C in ErrorCode]: (details: Of<C>, message: string) => Answer }

const serverError: Answer = { status: 500, body: { detail: 'A server error occurred.' } }

const ofDomain = ({ code, details }: DomainErrorOf, message: string): Answer =>
  // The table is typed row by row; a row gets the details of its own code.
  (answers[code] as (details: unknown, message: string) => Answer)(details, message)

const ofTrpc = (error: TRPCError): Answer => {
  const domain = domainErrorOf(error)
  if (domain) return ofDomain(domain, error.message)
  if (error.code === 'BAD_REQUEST' && error.cause instanceof ZodError)
    return { status: 400, body: fieldErrors(error.cause.issues) }
  if (error.code === 'INTERNAL_SERVER_ERROR') return serverError
  return { status: getHTTPStatusCodeFromError(error), body: { detail: error.message } }
}

/** What Fastify and its plugins refuse, in words of the frontend's. */
const ofFastify = ({ code, statusCode = 500, message }: FastifyError, request: FastifyRequest): Answer => {
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return unsupported(`Unsupported media type "${request.headers['content-type']}" in request.`)
  if (statusCode === 413) return { status: 413, body: { detail: 'The request is too large.' } }
  if (statusCode >= 400 && statusCode < 500) return { status: 400, body: { detail: message } }
  return serverError
}

const unsupported = (detail: string): Answer => ({ status: 415, body: { detail } })

/** What is to be said of a body that is no form, or not a whole one. */
export const multipartError = (error: unknown): Refusal =>
  new Refusal(400, { detail: `Multipart form parse error - ${error instanceof Error ? error.message : 'unreadable'}` })

const answerOf = (error: unknown, request: FastifyRequest): Answer => {
  if (error instanceof Refusal) return error
  // A file that broke off on its way is nobody's fault here.
  if (request.upload?.errored) return multipartError(request.upload.errored)
  if (error instanceof TRPCError) return ofTrpc(error)
  return ofFastify(error as FastifyError, request)
}

const inOneMessage = (body: Body): Body => {
  if (typeof body === 'string' || ['detail', 'error', 'message'].some((key) => key in body)) return body
  const [[field, messages] = ['', []]] = Object.entries(body)
  const message = String([messages].flat().at(0))
  return { error: message.includes(field) || /missing/i.test(message) ? message : `${field}: ${message}` }
}

export const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
  const { status, headers = {}, ...answer } = answerOf(error, request)
  const body = status === 400 && request.routeOptions.config.oneMessage ? inOneMessage(answer.body) : answer.body
  if (status >= 500) request.log.error({ err: error instanceof TRPCError ? (error.cause ?? error) : error })
  reply.code(status).headers(headers)
  return typeof body === 'string'
    ? reply.send(body)
    : reply.type('application/json').serializer(JSON.stringify).send(body)
}

/** Which error of the domain something is; null for everything else. */
export const domainError = (error: unknown): DomainErrorOf | null =>
  error instanceof TRPCError ? domainErrorOf(error) : null

/**
 * Runs `work`; where something that the body names by its key is not there, the field that names it is to blame.
 * `named` has for each kind of thing the field and the key.
 */
export const naming = async <T>(
  named: Partial<Record<Entity, [field: string, key: unknown]>>,
  work: Promise<T>,
): Promise<T> => {
  try {
    return await work
  } catch (error) {
    const domain = domainError(error)
    const blame = domain?.code === 'not-found' ? named[domain.details.entity] : undefined
    throw blame ? invalidPk(...blame) : error
  }
}
