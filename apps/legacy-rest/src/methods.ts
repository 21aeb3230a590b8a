/** What a route does not do it says, and a slash that is missing is added. */
import type { FastifyInstance, HTTPMethods } from 'fastify'
import { Refusal } from './errors.ts'

/** OPTIONS is answered before any route (CORS). */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const satisfies HTTPMethods[]

/**
 * Watches the routes that a scope gets from here on.
 * @returns what to call behind the last of them: it answers their other methods, and their addresses without a slash
 */
export const watchRoutes = (scope: FastifyInstance): (() => void) => {
  const routes = new Map<string, { known: Set<string>; open: boolean }>()
  let watching = true
  scope.addHook('onRoute', ({ url: whole, method, config }) => {
    const url = whole.slice(scope.prefix.length)
    if (!watching || !url.endsWith('/')) return
    const route = routes.get(url) ?? { known: new Set(), open: false }
    routes.set(url, route)
    for (const name of [method].flat()) route.known.add(name)
    if (config?.credentials === 'nobody') route.open = true
  })
  return () => {
    watching = false
    for (const [url, { known, open }] of routes) {
      const others = methods.filter((method) => !known.has(method))
      const allow = [...methods.filter((method) => known.has(method)), 'OPTIONS'].join(', ')
      const options = { schema: { hide: true }, exposeHeadRoute: false, prefixTrailingSlash: 'slash' as const }
      const refuse = async ({ method }: { method: string }): Promise<never> => {
        throw new Refusal(405, { detail: `Method "${method}" not allowed.` }, { allow })
      }
      // Before a body is read: nobody is going to look at it.
      if (others.length > 0)
        scope.route({
          ...options,
          ...(open ? { config: { credentials: 'nobody' } } : {}),
          method: others,
          url,
          onRequest: refuse,
          handler: refuse,
        })
      if (url !== '/' || scope.prefix !== '')
        scope.route({
          ...options,
          method: [...methods],
          url: url.slice(0, -1),
          config: { credentials: 'nobody' },
          onRequest: async (request, reply) => {
            const [path, ...query] = (request.raw.url ?? '').split('?')
            return reply.redirect([`${path}/`, ...query].join('?'), 301)
          },
          handler: refuse,
        })
    }
  }
}
