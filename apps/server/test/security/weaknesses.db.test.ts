/** One test a weakness, named after its number in the list of common weaknesses (CWE), against a server that listens. */
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { auth } from '@cpr/domain'
import {
  createAdministrator,
  createCourse,
  createPlan,
  createUser,
  enrollStudents,
  sentMail,
  type TestCourse,
  type TestDatabase,
  type TestStudent,
  type TestUser,
  testDatabase,
  testServices,
} from '@cpr/domain/testing'
import { createServer } from '@cpr/server'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let database: TestDatabase
let server: FastifyInstance
let address: string
let log = ''
let now = new Date()

let course: TestCourse
let student: TestStudent
let other: TestStudent
let member: TestUser
let submission: number

const password = 'correct horse battery'
const frontend = 'https://frontend.example.org'

beforeAll(async () => {
  database = await testDatabase()
  now = testServices.clock.now()
  server = await createServer({
    database,
    services: { ...testServices, clock: { now: () => now } },
    logLevel: 'trace',
    logTo: {
      write: (line) => {
        log += line
      },
    },
    secureCookies: true,
    corsOrigins: [frontend],
  })
  await server.listen({ port: 0, host: '127.0.0.1' })
  address = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  course = await createCourse(database)
  ;[student, other] = (await enrollStudents(database, course, 2)) as [TestStudent, TestStudent]
  member = await createUser(database, { passwordHash: await auth.hashPassword(password) })
  const plan = await createPlan(database)
  await call('assignments.assignPlan', { course: course.slug, planId: plan.id }, course.teacher)
  const { id } = await database.db.courseAssignment.findFirstOrThrow({ where: { courseId: course.id } })
  const created = await call('submissions.create', { course: course.slug, courseAssignmentId: id }, student)
  submission = (await created.json()).result.data.id
})

afterAll(() => server.close())

/** What the answers that are looked into have. */
type Body = { url: string; result: { data: { id: number; token: string } }; error: { message: string } }
type Answer = Omit<Response, 'json'> & { json: () => Promise<Body> }

const post = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  (await fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })) as Answer

const bearer = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` })
const cookie = ({ token }: { token: string }) => ({ cookie: `cpr_session=${token}` })

const call = (procedure: string, input: unknown, who?: { token: string }): Promise<Answer> =>
  post(`/trpc/${procedure}`, input, who ? bearer(who) : {})

const me = (headers: Record<string, string>) => fetch(`${address}/trpc/auth.me`, { headers })

const upload = async (
  filename: string,
  content: string | Buffer<ArrayBuffer>,
  who: { token: string } = student,
): Promise<Answer> => {
  const query = new URLSearchParams({ course: course.slug, submissionId: String(submission), filename })
  return (await fetch(`${address}/upload/submissions?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'audio/wav', ...bearer(who) },
    body: content,
  })) as Answer
}

const wav = (): Buffer<ArrayBuffer> => Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), Buffer.alloc(5000, 7)])

/** As a client that mends no paths sends it. */
const rawGet = (path: string): Promise<number> =>
  new Promise((done, fail) => {
    const { hostname, port } = new URL(address)
    httpRequest({ hostname, port, path }, (response) => {
      response.resume()
      done(response.statusCode ?? 0)
    })
      .on('error', fail)
      .end()
  })

describe('what browsers are told', () => {
  it('CWE-693, CWE-1021: every kind of answer forbids scripts, frames and guesses at its type', async () => {
    const paths = [
      '/healthz',
      '/trpc/auth.me',
      '/api/users/me/',
      '/media/none.wav',
      '/nowhere',
      '/api/nowhere/',
      '/docs',
    ]
    for (const path of paths) {
      const { headers } = await fetch(address + path)
      expect(Object.fromEntries(headers), path).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringMatching(/default-src 'none'/),
        'referrer-policy': expect.stringMatching(/same-origin|no-referrer/),
        'cross-origin-opener-policy': 'same-origin',
        'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
      })
      const policy = headers.get('content-security-policy') ?? ''
      expect(/frame-ancestors 'none'/.test(policy) || headers.get('x-frame-options') === 'DENY', path).toBe(true)
      expect(policy, path).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/)
      expect(headers.get('x-powered-by'), path).toBeNull()
    }
  })

  it('CWE-614, CWE-1004, CWE-1275: the session cookie is for TLS, hidden from scripts and from other sites', async () => {
    const answer = await call('auth.signIn', { username: member.username, password })
    expect(answer.headers.get('set-cookie')).toMatch(/^cpr_session=[^;]+;.*HttpOnly.*Secure.*SameSite=Lax/)
  })

  it('CWE-942: another site reads nothing, with a cookie or without; the named frontend sees no cookie used', async () => {
    for (const path of ['/trpc/auth.me', '/api/users/me/', '/media/none.wav']) {
      const foreign = await fetch(address + path, { headers: { origin: 'https://evil.example', ...cookie(student) } })
      expect(foreign.headers.get('access-control-allow-origin'), path).toBeNull()
    }
    const { headers } = await fetch(`${address}/api/users/me/`, { headers: { origin: frontend } })
    expect(headers.get('access-control-allow-origin')).toBe(frontend)
    expect(headers.get('access-control-allow-credentials')).toBeNull()
  })
})

describe('whose request it is', () => {
  it('CWE-352: a write that another site made a browser send is refused, on every surface', async () => {
    const before = await database.db.session.count()
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]
    for (const headers of foreign)
      for (const path of ['/trpc/auth.signOut', '/upload/submissions', '/uploads', '/api/users/me/'])
        expect((await post(path, undefined, { ...headers, ...cookie(student) })).status, path).toBe(403)
    expect(await database.db.session.count()).toBe(before)

    // From our own pages it goes through, and so does whoever sends a token: no other site has it.
    const input = { course: course.slug, canEditInstruments: true }
    for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: address }, {}])
      expect((await post('/trpc/courses.update', input, { ...headers, ...cookie(course.teacher) })).status).toBe(200)
    const elsewhere = { 'sec-fetch-site': 'cross-site', origin: frontend }
    expect((await post('/trpc/courses.update', input, { ...elsewhere, ...bearer(course.teacher) })).status).toBe(200)
  })

  it('CWE-384: a session that somebody brings along is not the one that signing in makes', async () => {
    const answer = await post(
      '/trpc/auth.signIn',
      { username: member.username, password },
      cookie({ token: 'planted' }),
    )
    const { token } = (await answer.json()).result.data
    expect(token).not.toBe('planted')
    expect((await me(cookie({ token: 'planted' }))).status).toBe(401)
    const again = await post('/trpc/auth.signIn', { username: member.username, password }, cookie({ token }))
    expect((await again.json()).result.data.token).not.toBe(token)
  })

  it('CWE-613: a session ends by signing out, by a new password elsewhere, and by itself', async () => {
    const signIn = async () =>
      (await (await call('auth.signIn', { username: member.username, password })).json()).result.data.token
    const signedOut = await signIn()
    await call('auth.signOut', undefined, { token: signedOut })
    expect((await me(bearer({ token: signedOut }))).status).toBe(401)

    const [here, elsewhere] = [await signIn(), await signIn()]
    const changed = await call(
      'auth.changePassword',
      { currentPassword: password, newPassword: password },
      { token: here },
    )
    expect(changed.status).toBe(200)
    expect([(await me(bearer({ token: here }))).status, (await me(bearer({ token: elsewhere }))).status]).toEqual([
      200, 401,
    ])

    const then = now
    now = new Date(then.getTime() + 400 * 24 * 60 * 60 * 1000)
    expect((await me(bearer({ token: here }))).status).toBe(401)
    now = then
  })

  it('CWE-307: whoever guesses is stopped, whatever name the guesses are at', async () => {
    const statuses: number[] = []
    for (let guess = 0; guess < 12; guess += 1)
      statuses.push((await call('auth.signIn', { username: 'guessed', password: `guess ${guess}` })).status)
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
  })

  it('CWE-204: whether a name exists is told neither by signing in nor by asking for a new password', async () => {
    const email = `${member.username}@example.org`
    await database.db.user.update({ where: { id: member.id }, data: { email } })
    const answers = await Promise.all(
      [member.username, 'nobody-at-all'].map(async (username) => {
        const signIn = await call('auth.signIn', { username, password: 'wrong' })
        const reset = await call('auth.requestReset', { email: `${username}@example.org` })
        return [signIn.status, (await signIn.json()).error.message, reset.status, (await reset.json()).result.data]
      }),
    )
    expect([answers[0]?.[0], answers[0]?.[2]]).toEqual([401, 200])
    expect(answers[0]).toEqual(answers[1])
  })

  it('CWE-639: the address of a file opens it signed, unchanged and in time, and no other file', async () => {
    const { url } = await (await upload('take.wav', wav())).json()
    const open = async (path: string) => (await fetch(address + path)).status
    expect(await open(url)).toBe(200)
    const [path = '', search = ''] = url.split('?')
    const params = new URLSearchParams(search)
    expect(await open(path)).toBe(404)
    const { url: otherUrl } = await (await upload('other.wav', wav())).json()
    expect(await open(`${otherUrl.split('?')[0]}?${search}`)).toBe(404)
    params.set('expires', String(Number(params.get('expires')) + 86_400))
    expect(await open(`${path}?${params}`)).toBe(404)
    const then = now
    now = new Date(then.getTime() + 365 * 24 * 60 * 60 * 1000)
    expect(await open(url)).toBe(404)
    now = then
    expect((await upload('take.wav', wav(), other)).status).toBe(404)
  })
})

describe('what comes in', () => {
  it('CWE-668: a teacher cannot make the file of a student’s work public by naming it in the library', async () => {
    const { url } = await (await upload('take.wav', wav())).json()
    const path = url.split('?')[0] ?? ''
    const piece = { name: 'Theirs', ensembleType: 'Band', parts: [], accompaniment: path.replace('/media/', '') }
    expect((await call('music.createPiece', piece, course.teacher)).status).toBe(400)
    expect((await fetch(address + path)).status).toBe(404)
  })

  it('CWE-22: no path leads out of the folder of files, nor out of the folder of the client', async () => {
    const paths = [
      '../package.json',
      '..%2f..%2fpackage.json',
      '%2e%2e/%2e%2e/etc/passwd',
      '....//etc/passwd',
      'a%00.wav',
      '/etc/passwd',
    ]
    for (const path of paths)
      for (const folder of ['/media', '/assets']) {
        const status = await rawGet(`${folder}/${path}`)
        expect([400, 403, 404], `${folder}/${path}`).toContain(status)
      }
    for (const name of ['../../evil.wav', '..\\evil.wav', '/etc/evil.wav', 'a\u0000b.wav']) {
      const answer = await upload(name, wav())
      const { url } = await answer.json()
      if (answer.status === 201) expect(url, name).toMatch(/^\/media\/(?!.*\.\.)[\w./-]+\?/)
    }
    const files = await database.db.submissionAttachment.findMany({ select: { file: true } })
    for (const { file } of files) expect(file).not.toMatch(/\.\.|\\|\0|^\//)
  })

  it('CWE-434, CWE-79: pages, drawings with scripts and programs are not taken, whatever they are called', async () => {
    const before = await database.db.submissionAttachment.count()
    const contents = {
      'take.wav': '<!doctype html><script>alert(1)</script>',
      'take.png': '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      'take.mp3': '#!/bin/sh\nrm -rf /\n',
      'take.mxl': Buffer.from('504b0304140000000000', 'hex'),
    }
    for (const [name, content] of Object.entries(contents)) {
      const { status } = await upload(name, content)
      expect([400, 415, 422], name).toContain(status)
    }
    expect(await database.db.submissionAttachment.count()).toBe(before)
  })

  it('CWE-79: what is a recording and calls itself a page goes out as a recording', async () => {
    const { url } = await (await upload('take.html', wav())).json()
    const { headers } = await fetch(address + url)
    expect(headers.get('content-type')).toMatch(/^(audio\/|application\/octet-stream)/)
    expect(headers.get('content-security-policy')).toMatch(/sandbox/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('CWE-400, CWE-770: what is too large is refused, as a body and as a file', async () => {
    const { status } = await post('/trpc/auth.signIn', { username: 'x'.repeat(6_000_000), password: '' })
    expect(status).toBe(413)
    const tooLarge = await upload('take.wav', Buffer.concat([wav(), Buffer.alloc(1_100_000)]))
    expect(tooLarge.status).toBe(413)
  })

  it('CWE-1321: an input cannot reach what all objects share', async () => {
    const { status } = await fetch(`${address}/trpc/courses.create`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(course.teacher) },
      body: '{"name":"x","__proto__":{"isSuperuser":true},"constructor":{"prototype":{"isSuperuser":true}}}',
    })
    expect(status).toBe(400)
    expect(({} as { isSuperuser?: boolean }).isSuperuser).toBeUndefined()
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      expect((await call(name, {}, course.teacher)).status).toBe(404)
  })

  it('CWE-89: a quote in a name is a letter like any other', async () => {
    const name = `Band'); DROP TABLE courses; --`
    const input = { course: course.slug, name }
    expect((await call('courses.update', input, course.teacher)).status).toBe(200)
    expect((await database.db.course.findUniqueOrThrow({ where: { id: course.id } })).name).toBe(name)
  })
})

describe('what goes out', () => {
  it('CWE-1236: what a student writes is no formula in the researchers’ spreadsheet', async () => {
    await database.db.submission.update({
      where: { id: submission },
      data: { content: '=HYPERLINK("https://evil.example")' },
    })
    const researcher = await createUser(database, { groups: ['RESEARCHER'] })
    const answer = await fetch(`${address}/trpc/research.export?batch=1&input=${encodeURIComponent('{"0":{}}')}`, {
      headers: { ...bearer(researcher), 'trpc-accept': 'application/jsonl' },
    })
    const text = await answer.text()
    expect(text).toContain('HYPERLINK')
    expect(text).not.toMatch(/[,\n"]=HYPERLINK/)
  })

  it('CWE-532: neither the log nor the audit trail holds a password or a token', async () => {
    log = ''
    const secret = 'a password that is nowhere else'
    const administrator = await createAdministrator(database)
    await call('users.create', { username: 'logged', name: 'Logged', password: secret }, administrator)
    const { token } = (await (await call('auth.signIn', { username: 'logged', password: secret })).json()).result.data
    await call('auth.signIn', { username: 'logged', password: `${secret}, wrong` })
    await call('auth.changePassword', { currentPassword: secret, newPassword: `${secret}, new` }, { token })
    await fetch(`${address}/api/users/me/?token=${token}`, {
      headers: { authorization: `Token ${token}`, ...cookie({ token }) },
    })
    expect(log).toContain('/api/users/me/')
    const trail = JSON.stringify(await database.db.auditEntry.findMany(), (_, value) =>
      typeof value === 'bigint' ? Number(value) : value,
    )
    for (const where of [log, trail]) {
      expect(where).not.toContain(secret)
      expect(where).not.toContain(token)
    }
  })

  it('CWE-209: an error tells nothing of the inside', async () => {
    await database.pool.query('ALTER TABLE instruments RENAME TO instruments_away')
    const answers = await Promise.all(
      ['/trpc/instruments.list', '/api/instruments/'].map(async (path) =>
        (await fetch(address + path, { headers: bearer(student) })).text(),
      ),
    ).finally(() => database.pool.query('ALTER TABLE instruments_away RENAME TO instruments'))
    for (const text of answers) expect(text).not.toMatch(/instruments_away|relation|prisma|SELECT| at .*\.ts/i)
  })

  it('CWE-598: links that carry a secret are sent by mail, with the secret where servers do not log it', async () => {
    sentMail.length = 0
    await database.db.user.update({ where: { id: member.id }, data: { email: 'member@example.org' } })
    await call('auth.requestReset', { email: 'member@example.org' })
    await expect.poll(() => sentMail.length).toBe(1)
    expect(sentMail[0]?.text).toMatch(/https:\/\/music\.example\.org\/\S+/)
    expect(log).not.toContain(/token=([\w-]+)/.exec(sentMail[0]?.text ?? '')?.[1] ?? 'token')
  })
})
