import type { FastifyPluginAsync } from 'fastify'

/** The addresses that stand in mails, where no web client answers them: on to the pages of the REST surface. */
const pages = { '/reset-password': '/accounts/password/reset/', '/accept-invitation': '/accounts/signup/' }

export const mailLinks: FastifyPluginAsync = async (server) => {
  for (const [url, page] of Object.entries(pages))
    server.get(url, async ({ raw }, reply) => {
      const query = raw.url?.indexOf('?') ?? -1
      return reply.redirect(query < 0 ? page : `${page}${raw.url?.slice(query)}`)
    })
}
