/** The web client as the server hands it out: needs it built, `npm run build`. */
import { type TestDatabase, testDatabase, testServices } from '@cpr/domain/testing'
import { webFolder } from '@cpr/web'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServer } from './server.ts'

let database: TestDatabase
let server: FastifyInstance

beforeAll(async () => {
  database = await testDatabase()
  server = await createServer({ database, services: testServices, logLevel: 'silent', secureCookies: false, webFolder })
})

afterAll(() => server.close())

const asBrowser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

/** The address of the client's main script, as its page names it. */
const scriptOf = (page: string): string => /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? ''

describe('the page', () => {
  it.each(['/', '/music/demo-band/7', '/reset-password?token=abc', '/courses/blaskapelle-süd'])(
    'is answered under %s',
    async (url) => {
      const answer = await server.inject({ url: encodeURI(url), headers: asBrowser })
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['content-type']).toMatch(/^text\/html/)
      expect(scriptOf(answer.body)).not.toBe('')
      expect(answer.headers['cache-control']).toBe('no-cache')
    },
  )

  it.each([
    ['/trpc/no.such', 404],
    ['/trpc', 404],
    ['/api/none/', 404],
    ['/api/users/', 403],
    ['/media/none.mp3', 404],
    ['/upload/none', 404],
    ['/uploads/none', 404],
    ['/assets/none.js', 404],
  ])('is not what %s answers with', async (url, status) => {
    const answer = await server.inject({ url, headers: asBrowser })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toMatch(/^application\/json/)
  })

  it('is for who asks for a page alone: programs hear that there is nothing', async () => {
    expect((await server.inject('/music')).statusCode).toBe(404)
    expect((await server.inject({ method: 'POST', url: '/music', headers: asBrowser })).statusCode).toBe(404)
  })

  it('runs no script but those of this site, is framed by nobody, and tells others no address', async () => {
    const { headers, body } = await server.inject({ url: '/sign-in', headers: asBrowser })
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers).toMatchObject({ 'referrer-policy': 'same-origin', 'x-content-type-options': 'nosniff' })
    expect(body).not.toMatch(/<script(?![^>]* src=)/)
  })
})

describe('what the page names', () => {
  it('is kept by browsers for good, and sent as small as they take it', async () => {
    const script = scriptOf((await server.inject({ url: '/', headers: asBrowser })).body)
    const sizes: number[] = []
    for (const encoding of ['identity', 'gzip', 'br']) {
      const answer = await server.inject({ url: script, headers: { 'accept-encoding': encoding } })
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
      expect(answer.headers['content-type']).toMatch(/javascript/)
      expect(answer.headers['content-encoding']).toBe(encoding === 'identity' ? undefined : encoding)
      const again = await server.inject({
        url: script,
        headers: { 'accept-encoding': encoding, 'if-none-match': answer.headers.etag },
      })
      expect(again.statusCode).toBe(304)
      expect(again.headers['cache-control']).toBe(answer.headers['cache-control'])
      sizes.push(answer.rawPayload.length)
    }
    const [plain = 0, gzip = 0, brotli = 0] = sizes
    expect(brotli).toBeLessThan(gzip)
    expect(gzip).toBeLessThan(plain / 2)
  })

  it('is nothing of how it was built', async () => {
    for (const url of ['/.stamp', '/.vite/manifest.json'])
      expect((await server.inject({ url, headers: asBrowser })).body).not.toMatch(/[0-9a-f]{64}|isEntry/)
  })
})
