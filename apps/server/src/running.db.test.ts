/** What whoever runs the server relies on: figures, ids of requests, and being turned away in good time. */
import { createUser, type TestDatabase, testDatabase, testServices } from '@cpr/domain/testing'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createServer, type ServerOptions } from './server.ts'

let database: TestDatabase
let server: FastifyInstance
let log = ''

beforeAll(async () => {
  database = await testDatabase()
})

afterEach(() => server.close())

const serve = async (options: Partial<ServerOptions> = {}): Promise<void> => {
  log = ''
  server = await createServer({
    database,
    services: testServices,
    logLevel: 'info',
    logTo: {
      write: (line) => {
        log += line
      },
    },
    secureCookies: false,
    ...options,
  })
}

const logged = (): { reqId?: string; req?: { url: string; headers?: unknown } }[] =>
  log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('figures for Prometheus', () => {
  const metrics = (headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
    server.inject({ url: '/metrics', headers, remoteAddress })

  it('count requests by their route, not by their address', async () => {
    await serve()
    await server.inject('/media/somebody.wav?signature=secret')
    await server.inject('/healthz')
    const { statusCode, headers, body } = await metrics()
    expect([statusCode, headers['content-type']]).toEqual([200, expect.stringMatching(/^text\/plain/)])
    expect(body).toMatch(/^http_request_duration_seconds_count\{method="GET",route="\/media\/\*",status="404"\} 1$/m)
    expect(body).toMatch(/^http_request_duration_seconds_count\{method="GET",route="\/healthz",status="200"\} 1$/m)
    expect(body).toMatch(/^database_connections \d+$/m)
    expect(body).toMatch(/^process_resident_memory_bytes \d+$/m)
    expect(body).not.toMatch(/somebody|secret/)
  })

  it('are for this machine alone, unless a token is set', async () => {
    await serve()
    expect((await metrics({}, '192.0.2.1')).statusCode).toBe(404)
    expect((await metrics({}, '::1')).statusCode).toBe(200)
    expect((await metrics({}, '::ffff:127.0.0.1')).statusCode).toBe(200)
  })

  it('are for whoever has the token, wherever they are', async () => {
    await serve({ metricsToken: 'a token of sixteen or more' })
    expect((await metrics()).statusCode).toBe(404)
    expect((await metrics({ authorization: 'Bearer wrong' })).statusCode).toBe(404)
    expect((await metrics({ authorization: 'Bearer a token of sixteen or more' }, '192.0.2.1')).statusCode).toBe(200)
  })
})

describe('a request’s id', () => {
  it('is in the answer and in every line of the log about it; addresses are logged without what is secret in them', async () => {
    await serve()
    const { headers } = await server.inject({
      url: '/media/x.wav?signature=secret',
      headers: { authorization: 'Bearer hidden' },
    })
    const id = headers['x-request-id']
    expect(id).toMatch(/^[\da-f-]{36}$/)
    expect(logged().map(({ reqId }) => reqId)).toEqual([id, id])
    expect(logged()[0]?.req).toEqual({ method: 'GET', url: '/media/x.wav', remoteAddress: '127.0.0.1' })
    expect(log).not.toMatch(/secret|hidden/)
  })

  it('is that of a proxy which is believed, and of nobody else', async () => {
    const ask = async (id: string) =>
      (await server.inject({ url: '/healthz', headers: { 'x-request-id': id } })).headers
    await serve()
    expect((await ask('from-the-proxy'))['x-request-id']).not.toBe('from-the-proxy')
    await server.close()
    await serve({ trustProxy: true })
    expect((await ask('from-the-proxy'))['x-request-id']).toBe('from-the-proxy')
    expect((await ask('"},{"level":60'))['x-request-id']).toMatch(/^[\da-f-]{36}$/)
  })
})

describe('past what it can do, the server', () => {
  it('turns requests away while too many wait for the database, and takes them again when they do not', async () => {
    await serve({ shedsLoad: true })
    const { token } = await createUser(database)
    const me = () => server.inject({ url: '/trpc/auth.me', headers: { authorization: `Bearer ${token}` } })
    const { pool } = database
    const held = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()))
    const waiting = Array.from({ length: 501 }, () => pool.query('SELECT 1'))
    const refused = await me()
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '3'])
    expect(refused.json()).toEqual({ error: { message: 'The server is busy: try again in 3 seconds.' } })
    expect((await server.inject('/healthz')).statusCode).toBe(200)
    for (const client of held) client.release()
    await Promise.all(waiting)
    expect((await me()).statusCode).toBe(200)
    expect((await server.inject({ url: '/metrics' })).body).toMatch(/^http_requests_shed_total 1$/m)
  })

  it('tells whoever waited too long for the database to come again', async () => {
    const { pool } = database
    const { connectionTimeoutMillis = 0 } = pool.options
    await serve({ shedsLoad: true })
    const held = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()))
    try {
      const headers = { authorization: 'Bearer a-token' }
      const payload = { username: 'ada', password: 'a password' }
      const answers = await Promise.all([
        server.inject({ url: '/trpc/auth.me', headers }),
        server.inject({ url: '/trpc/auth.signIn', method: 'POST', payload }),
        server.inject({ url: '/api/users/me/', headers: { authorization: 'Token a-token' } }),
      ])
      for (const { statusCode, headers } of answers)
        expect([statusCode, Number(headers['retry-after'])]).toEqual([503, expect.toSatisfy((seconds) => seconds > 0)])
    } finally {
      for (const client of held) client.release()
      pool.options.connectionTimeoutMillis = connectionTimeoutMillis
    }
    expect((await server.inject('/trpc/auth.me')).statusCode).toBe(401)
  })

  it('turns requests away while its event loop lags behind, and takes them again when it does not', async () => {
    await serve({ shedsLoad: true })
    let status = 0
    for (let round = 0; round < 10 && status !== 503; round += 1) {
      const until = performance.now() + 1500
      while (performance.now() < until);
      // Its timer sees what came of that.
      await new Promise((done) => setTimeout(done, 1))
      status = (await server.inject('/api/users/me/')).statusCode
    }
    expect(status).toBe(503)
    expect((await server.inject('/healthz')).statusCode).toBe(200)
    await expect.poll(async () => (await server.inject('/api/users/me/')).statusCode, { timeout: 10_000 }).toBe(403)
  })
})
