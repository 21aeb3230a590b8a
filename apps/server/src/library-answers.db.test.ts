import { events, library, type Services } from '@cpr/domain'
import {
  createAdministrator,
  createCourse,
  createPlan,
  eventsOf,
  type TestCourse,
  type TestDatabase,
  type TestPlan,
  type TestUser,
  testDatabase,
  testServices,
} from '@cpr/domain/testing'
import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createServer } from './server.ts'

let database: TestDatabase
let server: FastifyInstance
let administrator: TestUser
let course: TestCourse
let plan: TestPlan

const serverWith = (heard: events.Events): Promise<FastifyInstance> => {
  const services: Services = { ...testServices, events: heard, library: library.keepLibrary(heard) }
  return createServer({ database, services, logLevel: 'silent', secureCookies: false })
}

beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
  administrator = await createAdministrator(database)
  course = await createCourse(database)
  plan = await createPlan(database, { types: ['Melody'] })
  server = await serverWith(eventsOf(database))
  return () => server.close()
})

type Asked = { tag?: string | undefined; token?: string | null; method?: 'GET' | 'HEAD'; of?: FastifyInstance }

const ask = (url: string, { tag, token = administrator.token, method = 'GET', of = server }: Asked = {}) =>
  of.inject({
    url,
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Token ${token}` }),
      ...(tag === undefined ? {} : { 'if-none-match': tag }),
    },
  })

const input = (value: unknown): string => encodeURIComponent(JSON.stringify(value))

const mutate = (path: string, payload: object, of = server) =>
  of.inject({
    method: 'POST',
    url: `/trpc/${path}`,
    headers: { authorization: `Token ${administrator.token}`, 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  })

const ofLibrary: Record<string, () => string> = {
  'a query': () => '/trpc/instruments.list',
  'an instrument': () => `/trpc/instruments.get?input=${input({ id: 1 })}`,
  pieces: () => `/trpc/music.pieces?input=${input({})}`,
  'a piece': () => `/trpc/music.piece?input=${input({ id: plan.piece.id })}`,
  'what pieces are made of': () => '/trpc/music.choices',
  plans: () => '/trpc/plans.all',
  activities: () => '/trpc/plans.activities',
  'a batch': () => `/trpc/instruments.list,music.piece?batch=1&input=${input({ 1: { id: plan.piece.id } })}`,
  'a batch of one': () => '/trpc/instruments.list?batch=1&input=%7B%7D',
  'instruments by REST': () => '/api/instruments/',
  'an instrument by REST': () => '/api/instruments/1/',
  'pieces by REST': () => '/api/pieces/',
  'a piece by REST': () => `/api/pieces/${plan.piece.id}/`,
}

describe.each(Object.keys(ofLibrary))('%s of the library', (name) => {
  const url = () => ofLibrary[name]?.() as string

  it('is asked for again by its tag, and not sent again', async () => {
    const first = await ask(url())
    expect(first.statusCode).toBe(200)
    expect(first.headers).toMatchObject({
      'cache-control': 'private, no-cache',
      etag: expect.stringMatching(/^"\S+"$/),
    })
    const { etag } = first.headers
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await ask(url(), { tag })
      expect(again.statusCode).toBe(304)
      expect(again.body).toBe('')
      expect(again.headers).toMatchObject({ etag, 'cache-control': 'private, no-cache' })
      expect(again.headers.vary).toBe(first.headers.vary)
      expect(again.headers).not.toHaveProperty('content-type')
    }
    const other = await ask(url(), { tag: '"other"' })
    expect(other.statusCode).toBe(200)
    expect(other.body).toBe(first.body)
  })

  it('is refused as ever to who may not ask, whatever they have', async () => {
    const { etag } = (await ask(url())).headers
    for (const tag of [etag, '*']) {
      const refused = await ask(url(), { tag, token: null })
      expect(refused.statusCode).toBeOneOf([401, 403])
      expect(refused.headers).not.toHaveProperty('etag')
      expect(refused.headers['cache-control']).toBe('no-store')
    }
  })
})

it('tags are different for different answers', async () => {
  const answers = await Promise.all(Object.values(ofLibrary).map((url) => ask(url())))
  expect(new Set(answers.map(({ headers }) => headers.etag)).size).toBe(new Set(answers.map(({ body }) => body)).size)
})

it('HEAD says the same as GET', async () => {
  const { etag } = (await ask('/api/instruments/')).headers
  const head = await ask('/api/instruments/', { method: 'HEAD' })
  expect(head).toMatchObject({ statusCode: 200, body: '' })
  expect(head.headers.etag).toBe(etag)
  expect((await ask('/api/instruments/', { method: 'HEAD', tag: etag })).statusCode).toBe(304)
})

it.each([
  ['somebody’s own answer', '/trpc/auth.me'],
  ['a batch with one of somebody’s own', `/trpc/instruments.list,auth.me?batch=1&input=%7B%7D`],
  ['a batch with a mistake', `/trpc/instruments.list,music.piece?batch=1&input=${input({ 1: { id: 900_000 } })}`],
  ['what is not there', `/trpc/music.piece?input=${input({ id: 900_000 })}`],
  ['a course by REST', '/api/courses/'],
  ['no such piece by REST', '/api/pieces/900000/'],
  ['no such address', '/nowhere'],
  ['health', '/healthz'],
])('%s is kept by no browser', async (_, url) => {
  const answer = await ask(url, { tag: '*' })
  expect(answer.statusCode).not.toBe(304)
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.headers).not.toHaveProperty('etag')
})

it('a query by the adapter of @trpc/server, and a mutation, are kept by no browser', async () => {
  const byAdapter = await server.inject({
    url: '/trpc/instruments.list',
    headers: { authorization: `Token ${administrator.token}`, 'trpc-accept': 'application/json' },
  })
  for (const { statusCode, headers } of [
    byAdapter,
    await mutate('courses.update', { course: course.slug, name: 'New' }),
  ]) {
    expect(statusCode).toBe(200)
    expect(headers['cache-control']).toBe('no-store')
  }
})

it('whoever changes the library sees it at once, before this process heard of it', async () => {
  const late = events.createEvents({
    listen: ({ heard, ...listener }) =>
      database.notifications.listen({ ...listener, heard: (payload) => void setTimeout(() => heard(payload), 3000) }),
  })
  const slow = await serverWith(late)
  onTestFinished(() => slow.close())
  const url = `/trpc/music.piece?input=${input({ id: plan.piece.id })}`
  await ask(url, { of: slow })
  await vi.waitFor(() => expect(late.isHearing()).toBe(true), { timeout: 10_000 })
  const { etag: tag } = (await ask(url, { of: slow })).headers
  // It is kept: what is written past the verbs is not seen yet.
  await database.pool.query('UPDATE pieces SET name = $1 WHERE id = $2', ['By hand', plan.piece.id])
  expect((await ask(url, { of: slow, tag })).statusCode).toBe(304)
  expect(
    (await mutate('music.updatePiece', { id: plan.piece.id, video: 'https://example.org/v' }, slow)).statusCode,
  ).toBe(200)
  const changed = await ask(url, { of: slow, tag })
  expect(changed.statusCode).toBe(200)
  expect(changed.json()).toMatchObject({ result: { data: { name: 'By hand', video: 'https://example.org/v' } } })
})
