import type { Database } from '@cpr/domain'
import type { FastifyPluginAsync } from 'fastify'
import { retryAfterSeconds } from './retry-after.ts'

/** `/healthz`: the process is up. `/readyz`: the database answers and has every migration. */
export const health: FastifyPluginAsync<{ database: Database }> = async (server, { database }) => {
  server.get('/healthz', { logLevel: 'silent' }, async () => ({ status: 'ok' }))

  server.get('/readyz', { logLevel: 'silent' }, async (_request, reply) => {
    try {
      const pending = await database.pending()
      if (pending.length === 0) return { status: 'ready' }
      return reply.code(503).send({ status: 'not ready', reason: `migrations to apply: ${pending.join(', ')}` })
    } catch {
      return reply
        .code(503)
        .header('retry-after', retryAfterSeconds)
        .send({ status: 'not ready', reason: 'the database does not answer' })
    }
  })
}
