import type { AddressInfo } from 'node:net'
import type { AppRouter } from '@cpr/api'
import { auth } from '@cpr/domain'
import {
  createCourse,
  createPiece,
  createUser,
  enrollStudent,
  type TestDatabase,
  type TestUser,
  testDatabase,
  testServices,
} from '@cpr/domain/testing'
import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createServer, type ServerOptions } from './server.ts'

let database: TestDatabase
let server: FastifyInstance
let user: TestUser
let log = ''

const password = 'correct horse battery'
let passwordHash: string

const serverWith = (options: Partial<ServerOptions> = {}): Promise<FastifyInstance> =>
  createServer({
    database,
    services: testServices,
    logLevel: 'trace',
    secureCookies: false,
    logTo: {
      write: (line) => {
        log += line
      },
    },
    ...options,
  })

beforeAll(async () => {
  database = await testDatabase()
  server = await serverWith()
  passwordHash = await auth.hashPassword(password)
})

afterAll(() => server.close())

beforeEach(async () => {
  await database.clear()
  log = ''
  user = await createUser(database, { passwordHash })
})

type Headers = Record<string, string>

const query = (path: string, input?: unknown, headers: Headers = {}) => {
  const search = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
  return server.inject({ method: 'GET', url: `/trpc/${path}${search}`, headers })
}

const mutate = (path: string, input: unknown, headers: Headers = {}, on = server) =>
  on.inject({
    method: 'POST',
    url: `/trpc/${path}`,
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(input) ?? '',
  })

const bearer = ({ token }: TestUser): Headers => ({ authorization: `Bearer ${token}` })
const cookieOf = (token: string): Headers => ({ cookie: `cpr_session=${token}` })

/** The cookie that an answer sets, as a browser reads it. */
const sessionCookie = ({ cookies }: Awaited<ReturnType<typeof mutate>>) =>
  cookies.find(({ name }) => name === 'cpr_session') as
    | { value: string; path?: string; httpOnly?: boolean; sameSite?: string; secure?: boolean; expires?: Date }
    | undefined

describe('health', () => {
  it('says that the process is up, without a look at the database', async () => {
    const statements = await database.statementsOf(async () => {
      const answer = await server.inject('/healthz')
      expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ok' }])
    })
    expect(statements).toEqual([])
  })

  it('is ready with every migration applied, and not while one is missing', async () => {
    expect((await server.inject('/readyz')).statusCode).toBe(200)
    const { rows } = await database.pool.query<{ name: string; row: unknown }>(
      `DELETE FROM _prisma_migrations WHERE id = (SELECT max(id) FROM _prisma_migrations)
       RETURNING migration_name AS name, to_jsonb(_prisma_migrations) AS row`,
    )
    try {
      const answer = await server.inject('/readyz')
      expect(answer.statusCode).toBe(503)
      expect(answer.json()).toEqual({ status: 'not ready', reason: `migrations to apply: ${rows[0]?.name}` })
    } finally {
      await database.pool.query(
        'INSERT INTO _prisma_migrations SELECT * FROM jsonb_populate_record(NULL::_prisma_migrations, $1)',
        [rows[0]?.row],
      )
    }
    expect((await server.inject('/readyz')).json()).toEqual({ status: 'ready' })
  })
})

describe('who asks', () => {
  it.each(['Bearer', 'bearer', 'Token', 'TOKEN'])('is told by the header "Authorization: %s"', async (scheme) => {
    const answer = await query('auth.me', undefined, { authorization: `${scheme} ${user.token}` })
    expect(answer.json().result.data.username).toBe(user.username)
  })

  it('is told by the session cookie', async () => {
    const answer = await query('auth.me', undefined, cookieOf(user.token))
    expect(answer.json().result.data.username).toBe(user.username)
  })

  it('is nobody without a token, or with one that is unknown', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, cookieOf('wrong'), cookieOf('')])
      expect((await query('auth.me', undefined, headers)).statusCode).toBe(401)
  })

  it.each(['Bearer wrong', 'Bearer', 'Basic dXNlcjpwYXNz', ''])(
    'is nobody with the header "Authorization: %s", whatever cookie comes along',
    async (authorization) => {
      const answer = await query('auth.me', undefined, { authorization, ...cookieOf(user.token) })
      expect(answer.statusCode).toBe(401)
      expect(answer.json().error.data.domain).toEqual({ code: 'unauthenticated' })
    },
  )

  it('is asked of the database once for a whole batch', async () => {
    const { authorization } = bearer(user) as { authorization: string }
    const statements = await database.statementsOf(async () => {
      const answer = await server.inject({
        url: `/trpc/auth.me,instruments.list,auth.me,courses.list?batch=1&input=${encodeURIComponent('{"3":{}}')}`,
        headers: { authorization },
      })
      expect(answer.statusCode).toBe(200)
      expect(answer.json()).toHaveLength(4)
    })
    expect(statements.filter((sql) => sql.includes('sessions'))).toHaveLength(1)
    expect(statements).toHaveLength(3)
  })
})

describe('the session cookie', () => {
  const signIn = (on = server) => mutate('auth.signIn', { username: user.username, password }, {}, on)

  it('is set by signing in, hidden from scripts and from other sites, for as long as the session lasts', async () => {
    const answer = await signIn()
    const { token, expiresAt } = answer.json().result.data
    const cookie = sessionCookie(answer)
    expect(cookie).toMatchObject({ value: token, path: '/', httpOnly: true, sameSite: 'Lax' })
    expect(cookie?.secure).toBeUndefined()
    // A cookie's date has no milliseconds.
    expect(cookie?.expires?.getTime()).toBe(Math.floor(Date.parse(expiresAt) / 1000) * 1000)

    const me = await query('auth.me', undefined, cookieOf(token))
    expect(me.json().result.data.username).toBe(user.username)
  })

  it('is taken back by signing out, and its session is gone', async () => {
    const { value: token } = sessionCookie(await signIn()) ?? { value: '' }
    const answer = await mutate('auth.signOut', undefined, cookieOf(token))
    expect(answer.statusCode).toBe(200)
    expect(sessionCookie(answer)).toMatchObject({ value: '', path: '/', expires: new Date(0) })
    expect((await query('auth.me', undefined, cookieOf(token))).statusCode).toBe(401)
  })

  it('is not set where signing in was refused', async () => {
    const answer = await mutate('auth.signIn', { username: user.username, password: 'wrong' })
    expect(answer.statusCode).toBe(401)
    expect(sessionCookie(answer)).toBeUndefined()
  })

  it('travels over TLS alone where that was asked for, set and taken back', async () => {
    const behindTls = await serverWith({ secureCookies: true })
    const cookie = sessionCookie(await signIn(behindTls))
    expect(cookie?.secure).toBe(true)
    const cleared = await mutate('auth.signOut', undefined, cookieOf(cookie?.value ?? ''), behindTls)
    expect(sessionCookie(cleared)?.secure).toBe(true)
    await behindTls.close()
  })
})

describe('an error', () => {
  it('that nobody foresaw is hidden from the client and written down for us', async () => {
    const teller = bearer(user)
    await database.pool.query('ALTER TABLE instruments RENAME TO instruments_away')
    const answer = await query('instruments.list', undefined, { ...teller, ...cookieOf(user.token) }).finally(() =>
      database.pool.query('ALTER TABLE instruments_away RENAME TO instruments'),
    )
    expect(answer.statusCode).toBe(500)
    const { error } = answer.json()
    expect(error.message).toBe(
      'Something went wrong on the server. It is written down; try again, and tell us if it stays.',
    )
    expect(error.data.domain).toBeNull()
    expect(answer.body).not.toMatch(/exist|relation|table|prisma|P2021|42P01|\.ts|stack/i)

    const failure = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .find(({ level }) => level === 50)
    expect(failure).toMatchObject({ path: 'instruments.list' })
    expect(JSON.stringify(failure.err)).toMatch(/does not exist/)
    expect(log).not.toContain(user.token)
  })

  it('leaves neither passwords nor tokens in the log', async () => {
    const answer = await mutate('auth.signIn', { username: user.username, password })
    const { token } = answer.json().result.data
    await mutate('auth.signIn', { username: user.username, password: `${password}!` })
    await mutate('auth.signOut', undefined, { authorization: `Token ${token}` })
    await query('auth.me', undefined, { authorization: `Token ${token}` })
    expect(log).toContain('/trpc/auth.signIn')
    expect(log).not.toContain(password)
    expect(log).not.toContain(token)
  })

  it('of the domain carries its code and its details', async () => {
    const answer = await query('courses.get', { course: 'nowhere' }, bearer(user))
    expect(answer.statusCode).toBe(404)
    const { message, data } = answer.json().error
    expect(message).toBe('There is no such course.')
    expect(data.domain).toEqual({ code: 'not-found', details: { entity: 'Course' } })
    expect(data.fields).toBeNull()
    expect(data.stack).toBeUndefined()
  })

  it('of the domain names the students whom it is about', async () => {
    const course = await createCourse(database)
    const { enrollmentId, username } = await enrollStudent(database, course, { instrument: null })
    const piece = await createPiece(database)
    const answer = await mutate(
      'assignments.assignPiece',
      { course: course.slug, pieceId: piece.id },
      bearer(course.teacher),
    )
    expect(answer.statusCode).toBe(409)
    expect(answer.json().error.data.domain).toEqual({
      code: 'instrument-missing',
      details: { students: [{ enrollmentId, username, name: `Name of ${username}` }] },
    })
  })

  it('in the input says which fields are wrong, and how', async () => {
    const answer = await mutate(
      'courses.create',
      { name: '', startDate: '2026-01-12', endDate: '2026-02-30' },
      bearer(user),
    )
    expect(answer.statusCode).toBe(400)
    const { data } = answer.json().error
    expect(Object.keys(data.fields)).toEqual(['name', 'endDate'])
    expect(data.fields.name[0]).toMatch(/>=1 characters/)
    expect(data.domain).toBeNull()
  })
})

describe('a request that is no call of a procedure', () => {
  it('is not found where the procedure or the page is unknown', async () => {
    expect((await query('auth.whoami')).statusCode).toBe(404)
    expect((await server.inject('/nowhere')).statusCode).toBe(404)
  })

  it('is a bad request where its JSON is broken', async () => {
    const answer = await server.inject({
      method: 'POST',
      url: '/trpc/auth.signIn',
      headers: { 'content-type': 'application/json' },
      payload: '{"username": "teacher", ',
    })
    expect(answer.statusCode).toBe(400)
    expect(answer.body).not.toMatch(/stack|\.ts/)
  })

  it('is refused where its body is over the limit, and accepted below it', async () => {
    const signInWith = (length: number) => mutate('auth.signIn', { username: 'x'.repeat(length), password })
    expect((await signInWith(5_000_001)).statusCode).toBe(413)
    // As far as the schema, which takes names of up to 1024 characters.
    expect((await signInWith(4_000_000)).statusCode).toBe(400)
  })

  it('is refused where it is a form, which other sites can send', async () => {
    const answer = await mutate('auth.signOut', undefined, {
      'content-type': 'application/x-www-form-urlencoded',
      ...cookieOf(user.token),
    })
    expect(answer.statusCode).toBe(415)
    expect((await query('auth.me', undefined, bearer(user))).statusCode).toBe(200)
  })

  it('is refused where it reads with POST or writes with GET: a link must not change anything', async () => {
    const written = await query('auth.signIn', { username: user.username, password })
    expect(written.statusCode).toBe(405)
    expect(sessionCookie(written)).toBeUndefined()
    expect((await mutate('auth.me', undefined, bearer(user))).statusCode).toBe(405)
  })
})

describe('a typed client', () => {
  const clientFor = (address: string, headers: Headers = {}) =>
    createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${address}/trpc`, headers })] })

  it('calls a batch of fifty over the network, authenticated once, and reads the errors of the domain', async () => {
    const listening = await serverWith()
    await listening.listen({ port: 0, host: '127.0.0.1' })
    try {
      const { port } = listening.server.address() as AddressInfo
      const address = `http://127.0.0.1:${port}`
      const client = clientFor(address, bearer(user))

      let answers: { username: string }[] = []
      const statements = await database.statementsOf(async () => {
        answers = await Promise.all(Array.from({ length: 50 }, () => client.auth.me.query()))
      })
      expect(answers.map(({ username }) => username)).toEqual(Array(50).fill(user.username))
      expect(statements).toHaveLength(1)

      const refused = await client.courses.get.query({ course: 'nowhere' }).catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(TRPCClientError)
      expect((refused as TRPCClientError<AppRouter>).data?.domain).toEqual({
        code: 'not-found',
        details: { entity: 'Course' },
      })
    } finally {
      await listening.close()
    }
  })
})
