/** What browsers are told of every answer, and whose writes are believed. */
import { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import helmet from 'helmet'
import { sentByCookie } from './session.ts'

type Headers = [name: string, value: string][]

/**
 * The headers that `helmet` sets, read off once: they are the same for every answer, and asking it each time costs more than a
 * short answer does. What is not a page loads nothing, runs nothing, and stands in nobody's frame; pages and media say what
 * they need in place of it.
 */
const securityHeaders = ({ overTls }: { overTls: boolean }): Headers => {
  const response = new ServerResponse({ method: 'GET' } as never)
  const request = response.req
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
    },
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    // For browsers and plug-ins that are no more; each header costs every answer.
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
    originAgentCluster: false,
    strictTransportSecurity: overTls ? { maxAge: 365 * 24 * 60 * 60, includeSubDomains: false } : false,
  })(request, response, () => {})
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)])
}

/**
 * Sets security headers, the request's id and `Cache-Control: no-store` on every answer, unless it sets another, and refuses writes that a browser sends for another site with our cookie (CWE-352).
 * `overTls`: browsers come by https alone from the first answer on.
 */
export const secure = (server: FastifyInstance, { overTls }: { overTls: boolean }): void => {
  // What says nothing else is kept nowhere: a laptop of the school is everybody's.
  const headers: Headers = [...securityHeaders({ overTls }), ['cache-control', 'no-store']]
  server.addHook('onRequest', (request, reply, done) => {
    for (const [name, value] of headers) reply.raw.setHeader(name, value)
    reply.raw.setHeader('x-request-id', request.id)
    if (isForeignWrite(request)) {
      reply.code(403).send({
        error: { message: 'This came from another site, with the cookie of this one: it is refused.' },
      })
      return
    }
    done()
  })
}

const readOnly = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether another site made a browser send this. Browsers say where a write comes from; whoever says nothing is none, and
 * nobody can make it send a cookie. A token in a header is no cookie: other sites do not have it.
 */
const isForeignWrite = (request: FastifyRequest): boolean => {
  if (readOnly.has(request.method) || !sentByCookie(request)) return false
  const { origin, 'sec-fetch-site': site } = request.headers
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  if (origin === undefined) return false
  return !URL.canParse(origin) || new URL(origin).host !== request.host
}
