/** Past what this process can do it says so at once, rather than let everybody wait for longer and longer. */

import type { Database } from '@cpr/domain'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance, FastifyReply } from 'fastify'

/** Whoever monitors the server is answered all the same: a busy process is no dead one. */
const always = new Set(['/healthz', '/readyz', '/metrics'])

const retryAfterSeconds = 3

/** The mean of a second: by then whatever is asked takes longer than that. A single long pause does not bring it there. */
const mostLoopDelayMs = 1000

/** Requests that wait for a connection to the database: at a millisecond a statement the last of them waits for about a second. */
const mostWaiting = 500

/**
 * Of waiting for a connection, however many wait: a statement may take a hundred times as long as another. Most requests wait
 * twice, for who asks and for what is asked.
 */
const mostWaitMs = 2500

const turnAway = (reply: FastifyReply): FastifyReply =>
  reply
    .code(503)
    .header('retry-after', retryAfterSeconds)
    .send({ error: { message: `The server is busy: try again in ${retryAfterSeconds} seconds.` } })

/** Answers 503 with `Retry-After` while the event loop lags behind, or too many requests wait for the database, or for too long. */
export const shedLoad = async (server: FastifyInstance, { pool }: Pick<Database, 'pool'>): Promise<void> => {
  server.addHook('onRequest', (request, reply, done) => {
    if (pool.waitingCount > mostWaiting && !always.has(request.url)) turnAway(reply)
    else done()
  })
  // Who has waited so long hears from every transport that the database cannot be had.
  pool.options.connectionTimeoutMillis = mostWaitMs
  await server.register(underPressure, {
    maxEventLoopDelay: mostLoopDelayMs,
    pressureHandler: (request, reply) => {
      if (!always.has(request.url)) turnAway(reply)
    },
  })
}
