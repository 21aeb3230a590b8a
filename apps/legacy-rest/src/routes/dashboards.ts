import { Readable } from 'node:stream'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Refusal } from '../errors.ts'
import { refusals } from '../resources/common.ts'

/** The research export, as it is made: it may be larger than the memory of the server. */
export const dashboardRoutes: FastifyPluginAsyncZod = async (server) => {
  server.get(
    '/dashboards/export/csv/',
    {
      config: { credentials: 'token or session' },
      schema: {
        summary: 'The research export',
        response: {
          ...refusals,
          200: { content: { 'text/csv': { schema: z.custom<Readable>().meta({ type: 'string' }) } } },
        },
      },
    },
    async ({ caller }, reply) => {
      // Researchers, whom the Django backend did not know, use the procedure: this address is for superusers alone.
      if (!(await caller.auth.me()).isSuperuser)
        throw new Refusal(403, { detail: 'You do not have permission to perform this action.' })
      const chunks = await caller.research.export({})
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="musiccpr-export.csv"')
        .header('cache-control', 'no-store')
        .send(Readable.from(chunks, { objectMode: false }))
    },
  )
}
