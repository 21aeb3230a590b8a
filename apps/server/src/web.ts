/** The built web client: its files, and its one page under every address that is nobody else's. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Scripts come from this site alone; Verovio, which draws notation, is WebAssembly, and its
 * drawings carry their font. Mantine writes style elements. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const pageHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'permissions-policy': 'microphone=(self), camera=(), geolocation=()',
}

/** Addresses that are answered by something else, or by nothing: a wrong one must not look like a page. */
const notOurs = /^\/(trpc|api|media|upload|uploads|healthz|readyz|assets)(\/|$)/

/** Whether a browser asks for a page of the client: a deep link, or a reload of one. */
const asksForPage = ({ method, url, headers }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  (headers.accept ?? '').includes('text/html') &&
  !notOurs.test(url.split('?', 1)[0] ?? '')

export const hasWebClient = (folder: string): boolean => existsSync(join(folder, 'index.html'))

/** Serves the client that was built into `folder`, compressed as it lies there. */
export const serveWeb = async (server: FastifyInstance, folder: string): Promise<void> => {
  await server.register(fastifyStatic, {
    root: folder,
    preCompressed: true,
    // Routes of the files that are there; everything else is asked for as a page or not found.
    wildcard: false,
    index: false,
    // The page is sent by the handler below alone.
    globIgnore: ['**/*.{html,br,gz}', '.vite/**'],
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.headers(pageHeaders)
      // What changes gets another name, but for the page that knows the names and its icon.
      const isNamedByContent = path.includes('/assets/')
      reply.header('cache-control', isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  server.setNotFoundHandler((request, reply) => {
    if (asksForPage(request)) return reply.sendFile('index.html')
    return reply.code(404).send({ error: { message: 'There is nothing at this address.' } })
  })
}
