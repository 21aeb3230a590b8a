/** The stream of what happens to the work of a course, over HTTP as a browser's EventSource asks for it. */
import type { AddressInfo } from 'node:net'
import { events } from '@cpr/domain'
import {
  createCourse,
  createPlan,
  enrollStudent,
  eventsOf,
  type TestCourse,
  type TestDatabase,
  type TestStudent,
  type TestUser,
  testDatabase,
  testServices,
} from '@cpr/domain/testing'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createServer } from './server.ts'

let database: TestDatabase
let server: FastifyInstance
let address: string
let course: TestCourse
let student: TestStudent
let courseAssignmentId: number
/** One for each stream that was asked for, to break it off. */
let leave: AbortController[]

beforeEach(async () => {
  database = await testDatabase()
  server = await createServer({
    database,
    services: { ...testServices, events: eventsOf(database) },
    logLevel: 'silent',
    secureCookies: false,
  })
  await server.listen({ host: '127.0.0.1', port: 0 })
  address = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  leave = []
  course = await createCourse(database)
  student = await enrollStudent(database, course)
  const plan = await createPlan(database)
  await mutate(course.teacher, 'assignments.assignPlan', { course: course.slug, planId: plan.id })
  const row = await database.db.courseAssignment.findFirstOrThrow({ where: { courseId: course.id } })
  courseAssignmentId = row.id
})
afterEach(async () => {
  for (const left of leave) left.abort()
  await server.close()
})

/** Machines that test have much else to do. */
const soon = (check: () => unknown): Promise<unknown> => vi.waitFor(check, { timeout: 10_000 })

const mutate = (who: TestUser, path: string, input?: object): Promise<Response> =>
  fetch(`${address}/trpc/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' },
    ...(input ? { body: JSON.stringify(input) } : {}),
  })

/** By the cookie: an EventSource sends no other headers. */
const watch = (token: string | null = course.teacher.token, headers: Record<string, string> = {}) => {
  const left = new AbortController()
  leave.push(left)
  return fetch(
    `${address}/trpc/submissions.watch?input=${encodeURIComponent(JSON.stringify({ course: course.slug }))}`,
    {
      headers: { accept: 'text/event-stream', ...(token ? { cookie: `cpr_session=${token}` } : {}), ...headers },
      signal: left.signal,
    },
  )
}

/** The events of a stream as they come: `connected {…}`, `{"kind":…}`; pings are left out. */
async function* eventsIn(response: Response): AsyncGenerator<string, undefined, void> {
  let rest = ''
  for await (const chunk of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
    const parts = (rest + chunk).split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const fields = new Map(part.split('\n').map((line) => line.split(/: (.*)/) as [string, string]))
      const name = fields.get('event')
      if (fields.has('data') && name !== 'ping') yield [name, fields.get('data')].filter(Boolean).join(' ')
    }
  }
  return undefined
}

/** The status and the domain's code of an error in a stream. */
const errorIn = (event: string | undefined): unknown[] => {
  const [, json = '{}'] = /^serialized-error (.*)/.exec(event ?? '') ?? []
  const { data } = JSON.parse(json) as { data?: { httpStatus: number; domain: unknown } }
  return [data?.httpStatus, data?.domain]
}

const refusalOf = async (response: Response): Promise<unknown[]> => {
  const items = eventsIn(response)
  await items.next()
  return errorIn((await items.next()).value)
}

/** A stream that says what happens from now on. */
const watching = async (...args: Parameters<typeof watch>) => {
  const response = await watch(...args)
  expect(response.status).toBe(200)
  const items = eventsIn(response)
  const next = async () => (await items.next()).value
  expect(await next()).toMatch(/^connected /)
  expect(await next()).toBe('{"kind":"behind"}')
  return { response, items, next }
}

const handIn = async (): Promise<number> => {
  const answer = await mutate(student, 'submissions.create', {
    course: course.slug,
    courseAssignmentId,
    content: 'mine',
  })
  return ((await answer.json()) as { result: { data: { id: number } } }).result.data.id
}

it.each(['text/event-stream', '*/*'])(
  'is a stream for whoever accepts %s, which proxies let through',
  async (accept) => {
    const { response } = await watching(undefined, { accept })
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    })
  },
)

it('tells what is handed in and graded, as it happens', async () => {
  const { next } = await watching()
  const submissionId = await handIn()
  expect(JSON.parse((await next()) ?? '')).toEqual({ kind: 'handed-in', submissionId })
  await mutate(course.teacher, 'grades.grade', { course: course.slug, submissionId, rhythm: 4 })
  expect(JSON.parse((await next()) ?? '')).toEqual({ kind: 'graded', submissionId })
})

it('counts as no slow request', async () => {
  const { response } = await watching()
  expect(response.ok).toBe(true)
  leave[0]?.abort()
  await fetch(`${address}/trpc/auth.me`)
  const figures = async () => (await fetch(`${address}/metrics`)).text()
  await soon(async () =>
    expect(await figures()).toContain(
      'http_request_duration_seconds_count{method="GET",route="/trpc/:path",status="401"} 1',
    ),
  )
  expect(await figures()).not.toContain(
    'http_request_duration_seconds_count{method="GET",route="/trpc/:path",status="200"}',
  )
})

describe('is refused with a reason, which an EventSource can read in the stream alone:', () => {
  it('to students, and to whoever is not signed in', async () => {
    expect(await refusalOf(await watch(student.token))).toEqual([403, { code: 'forbidden' }])
    expect(await refusalOf(await watch(null))).toEqual([401, { code: 'unauthenticated' }])
  })

  it('past ten of one person, until one of them leaves', async () => {
    const responses: Response[] = []
    for (let nth = 0; nth < events.mostStreams; nth += 1) responses.push((await watching()).response)
    const refused = [429, { code: 'too-many-streams', details: { limit: 10 } }]
    expect(await refusalOf(await watch())).toEqual(refused)

    leave[0]?.abort()
    await soon(() => watching())
    expect(await refusalOf(await watch())).toEqual(refused)
  })
})

describe('ends', () => {
  it('with the session, and says why', async () => {
    const { next } = await watching()
    await mutate(course.teacher, 'auth.signOut')
    await handIn()
    expect(errorIn(await next())).toEqual([401, { code: 'unauthenticated' }])
    expect(await next()).toBeUndefined()
  })

  it('when the server closes, which does not wait for it', async () => {
    const { items, next } = await watching()
    const began = Date.now()
    const closed = server.close()
    expect(await next()).toMatch(/^return/)
    expect((await items.next()).done).toBe(true)
    await closed
    expect(Date.now() - began).toBeLessThan(2000)
  })
})
