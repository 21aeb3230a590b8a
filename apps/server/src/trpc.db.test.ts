/** The quick way of plain calls answers to the letter what the adapter of @trpc/server does. */
import { createAdministrator, createCourse, type TestDatabase, testDatabase, testServices } from '@cpr/domain/testing'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServer } from './server.ts'

let server: FastifyInstance
let database: TestDatabase
let token: string
let course: string

beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
  server = await createServer({ database, services: testServices, logLevel: 'silent', secureCookies: false })
  token = (await createAdministrator(database)).token
  course = (await createCourse(database)).slug
})

afterAll(() => server.close())

const input = (value: unknown): string => encodeURIComponent(JSON.stringify(value))

const calls: Record<string, () => InjectOptions> = {
  'a query': () => ({ url: '/trpc/auth.me' }),
  'a query with input': () => ({ url: `/trpc/courses.get?input=${input({ course })}` }),
  'a query that is refused': () => ({ url: `/trpc/courses.get?input=${input({ course: 'nowhere' })}` }),
  'a query with bad input': () => ({ url: `/trpc/courses.get?input=${input({ course: 7 })}` }),
  'a query without its input': () => ({ url: '/trpc/courses.get' }),
  'broken JSON': () => ({ url: '/trpc/courses.get?input=%7B' }),
  'a batch': () => ({
    url: `/trpc/auth.me,courses.get,courses.get?batch=1&input=${input({ 1: { course }, 2: { course: 'nowhere' } })}`,
  }),
  'a batch of one': () => ({ url: '/trpc/instruments.list?batch=1&input=%7B%7D' }),
  'a batch with a procedure that is not there': () => ({ url: '/trpc/auth.me,no.such?batch=1&input=%7B%7D' }),
  'no such procedure': () => ({ url: '/trpc/no.such' }),
  'a mutation by GET': () => ({ url: `/trpc/courses.archive?input=${input({ course })}` }),
  'a query by POST': () => ({ method: 'POST', url: '/trpc/auth.me' }),
  'a mutation that is refused': () => ({
    method: 'POST',
    url: '/trpc/courses.archive',
    payload: JSON.stringify({ course: 'nowhere' }),
    headers: { 'content-type': 'application/json' },
  }),
  'a mutation': () => ({
    method: 'POST',
    url: '/trpc/courses.update?batch=1',
    payload: JSON.stringify({ 0: { course, name: 'Renamed' } }),
    headers: { 'content-type': 'application/json' },
  }),
  'a mutation whose body is no JSON': () => ({
    method: 'POST',
    url: '/trpc/courses.update',
    payload: '{"course": ',
    headers: { 'content-type': 'application/json' },
  }),
}

const ask = async (options: InjectOptions, headers: Record<string, string>) => {
  const answer = await server.inject({ ...options, headers: { ...options.headers, ...headers } })
  const { 'content-type': type, vary } = answer.headers
  // That JSON is UTF-8 goes without saying.
  return {
    status: answer.statusCode,
    type: String(type).replace('; charset=utf-8', ''),
    vary,
    body: answer.body === '' ? '' : answer.json(),
  }
}

const exports = (): Promise<number> => database.db.auditEntry.count({ where: { action: 'research.export' } })

/** What makes the adapter take a call: the quick way leaves everything that names an answer's form to it. */
const byAdapter = { 'trpc-accept': 'application/json' }

describe.each(['signed in', 'anonymous'])('%s', (who) => {
  it.each(Object.keys(calls))('%s', async (name) => {
    const headers: Record<string, string> = who === 'anonymous' ? {} : { authorization: `Bearer ${token}` }
    const options = calls[name]?.() as InjectOptions
    const quick = await ask(options, headers)
    expect(quick.status).toBeLessThan(500)
    expect(quick).toEqual(await ask(options, { ...headers, ...byAdapter }))
  })
})

it.each([
  ['the quick way', {}],
  ['the adapter', byAdapter],
])('a stream is not for who asks for plain JSON: %s', async (_, way) => {
  const headers = { authorization: `Bearer ${token}`, ...way }
  const before = await exports()
  const answer = await ask({ url: `/trpc/research.export?input=${input({})}` }, headers)
  expect(answer).toMatchObject({ status: 415, body: { error: { message: expect.stringContaining('stream') } } })
  expect(await exports(), 'nothing was handed out, and the audit trail does not say so').toBe(before)
})
