/**
 * Answers that depend on the library alone: a browser may keep them, and asks before it shows them. Whether it may ask is
 * found out every time; what did not change is not sent again.
 */
import { tagOf } from '@cpr/domain'
// Brings `ofLibrary` of the routes.
import type {} from '@cpr/legacy-rest'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/**
 * Gives an answer the tag of its contents.
 * @returns whether whoever asks has it already: it is to be a 304 then, without a body
 */
export const isFresh = (request: FastifyRequest, reply: FastifyReply, tag: string): boolean => {
  const entityTag = `"${tag}"`
  reply.header('etag', entityTag).header('cache-control', 'private, no-cache')
  const known = request.headers['if-none-match'] ?? ''
  return known.split(',').some((one) => {
    const named = one.trim()
    // Compared weakly (RFC 9110, 13.1.2): a proxy that compresses weakens a tag.
    return named === '*' || named.replace(/^W\//, '') === entityTag
  })
}

/** Tags what routes of the library answer (`config.ofLibrary`), where they found it. */
export const tagLibraryAnswers = (server: FastifyInstance): void => {
  server.addHook('onSend', async (request, reply, payload) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (!request.routeOptions.config.ofLibrary || !isRead || reply.statusCode !== 200) return payload
    if (typeof payload !== 'string' || !isFresh(request, reply, tagOf(payload))) return payload
    reply.code(304).removeHeader('content-type').removeHeader('content-length')
    // Of a HEAD it is Fastify that takes the body away.
    return request.method === 'HEAD' ? payload : null
  })
}
