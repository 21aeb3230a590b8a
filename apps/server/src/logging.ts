/** Lines of JSON, one a request and one an answer at the level `info`, joined by the request's id. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyBaseLogger, FastifyRequest, FastifyServerOptions } from 'fastify'

/** Addresses are logged without what follows the question mark: signatures of media, names that are searched for. */
const withoutQuery = (url: string): string => url.split('?', 1)[0] ?? ''

export const loggerOptions = {
  redact: ['req.headers.authorization', 'req.headers.cookie', 'err.config', 'err.parameters'],
  serializers: {
    req: (request: FastifyRequest) => ({
      method: request.method,
      url: withoutQuery(request.url ?? ''),
      remoteAddress: request.ip,
    }),
  },
} satisfies Exclude<FastifyServerOptions<never, FastifyBaseLogger>['logger'], boolean | undefined>

/** Ids that may stand in a log as they are. */
const acceptable = /^[\w-]{8,64}$/

/** The id that the proxy in front gave a request, where there is one, so that its log and ours tell of the same; else a new one. */
export const nameRequest =
  ({ trustProxy }: { trustProxy: boolean }) =>
  ({ headers }: IncomingMessage): string => {
    const given = headers['x-request-id']
    return trustProxy && typeof given === 'string' && acceptable.test(given) ? given : randomUUID()
  }
