/** The description against the recorded contract: no database is asked. */
import { bareServices, type Database } from '@cpr/domain'
import { createServer } from '@cpr/server'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Document, readDocument } from './document.ts'
import { type Json, stories } from './stories.ts'

let server: FastifyInstance
let document: Document
const routes: { method: string; url: string; hidden: boolean }[] = []

beforeAll(async () => {
  server = await createServer({
    database: {} as Database,
    services: bareServices,
    logLevel: 'silent',
    secureCookies: false,
    onRoute: ({ method, url, schema }) => {
      for (const name of [method].flat())
        routes.push({ method: name, url, hidden: (schema as { hide?: boolean } | undefined)?.hide === true })
    },
  })
  document = await readDocument(server)
})

afterAll(() => server.close())

it('is OpenAPI 3.1', () => {
  expect(document.openapi).toBe('3.1.0')
})

it('has every route of the surface but pages, and nothing that is none', () => {
  const described = document.operations.map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`)
  const served = routes
    .filter(({ method, url, hidden }) => !hidden && method !== 'HEAD' && method !== 'OPTIONS' && isOfSurface(url))
    .map(({ method, url }) => `${method} ${url}`)
  expect(described.sort()).toEqual(served.sort())
  expect(described.length).toBeGreaterThan(50)
})

const isOfSurface = (url: string): boolean =>
  /^\/(api|auth-token|dashboards)\//.test(url) && !url.startsWith('/api/schema/swagger-ui')

/** A recorded answer with the values that were taken out of it put in again. */
const restored = (value: Json, key = ''): Json => {
  if (value === '<now>') return '2026-02-10T15:00:00.000Z'
  if (value === '<masked>') return key === 'id' ? 1 : value
  if (Array.isArray(value)) return value.map((item) => restored(item))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, restored(item, name)]))
}

describe('what the contract recorded is as described', () => {
  it.each(stories)('$name', ({ steps }) => {
    for (const { method = 'GET', path, expect: answer } of steps) {
      if (answer.body === undefined) continue
      const address = path.replace(/\{\{\w+\}\}/g, '1')
      expect(document.pathOf(address), `${path} is described`).toBeDefined()
      expect(document.mistakes(method, address, answer.status, restored(answer.body)), `${method} ${path}`).toBeNull()
    }
  })

  it('and the check finds what is not', () => {
    const me = { id: 1, username: 'a', name: '', url: 'http://a/', grade: '', instrument: null, external_id: '' }
    expect(document.mistakes('GET', '/api/users/me/', 200, { ...me, groups: [] })).toBeNull()
    for (const other of [me, { ...me, groups: [], more: 1 }, { ...me, groups: [], instrument: 'Flute' }])
      expect(document.mistakes('GET', '/api/users/me/', 200, other)).not.toBeNull()
  })
})

it('comes with a page to read it, from this server alone', async () => {
  const page = await server.inject('/api/schema/swagger-ui/')
  expect(page.statusCode).toBe(200)
  const addresses = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address as string)
  expect(addresses.length).toBeGreaterThan(3)
  for (const address of addresses) {
    const url = new URL(address, 'http://here/api/schema/swagger-ui/')
    expect(url.host).toBe('here')
    expect((await server.inject(url.pathname)).statusCode, url.pathname).toBe(200)
  }
  expect(page.headers['content-security-policy']).toContain("connect-src 'self'")
})
