/** What the recorded stories do not say: bad input, addresses, media, origins, grades that change. */

import { Readable } from 'node:stream'
import { auth } from '@cpr/domain'
import { mediaFiles, testServices } from '@cpr/domain/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { signIn } from './player.ts'
import { openWorld, type RestWorld } from './world.ts'

let world: RestWorld
const tokens = new Map<string, string>()

beforeAll(async () => {
  world = await openWorld()
})

afterAll(() => world.close())

beforeEach(async () => {
  tokens.clear()
  await world.reset()
})

const tokenOf = async (username: string): Promise<string> => {
  const token = tokens.get(username) ?? (await signIn(world.base, username))
  tokens.set(username, token)
  return token
}

type Options = { as?: string | null; method?: string; headers?: Record<string, string>; body?: BodyOf }
type BodyOf = string | Uint8Array<ArrayBuffer> | FormData | URLSearchParams | object

const isRaw = (body: BodyOf): body is string | Uint8Array<ArrayBuffer> | FormData | URLSearchParams =>
  typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData || body instanceof URLSearchParams

const ask = async (path: string, { as = 'teacher1', method, headers = {}, body }: Options = {}) => {
  const raw = body === undefined || isRaw(body)
  return fetch(path.startsWith('http') ? path : world.base + path, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: {
      ...(raw ? {} : { 'content-type': 'application/json' }),
      ...(as === null ? {} : { authorization: `Token ${await tokenOf(as)}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
  })
}

const answered = async (path: string, options?: Options) => {
  const response = await ask(path, options)
  const text = await response.text()
  return { status: response.status, body: text && JSON.parse(text), headers: response.headers }
}

const json = { 'content-type': 'application/json' }
const submissions = '/api/courses/concert-band/assignments/2/submissions/'
const webm = Buffer.from('GkXfo59ChoEBQveBAULygQRC84EIQoKEd2VibUKHgQRChYECGFOAZwH/////////', 'base64')

const withFile = (name: string, bytes: Uint8Array<ArrayBuffer> = webm): FormData => {
  const form = new FormData()
  form.append('file', new Blob([bytes], { type: 'audio/webm' }), name)
  return form
}

describe('a body that cannot be meant', () => {
  const as = 'student13'
  const list = (value: unknown) => ({ non_field_errors: [`Invalid data. Expected a dictionary, but got ${value}.`] })
  const cases: [what: string, options: Options, status: number, body: unknown][] = [
    [
      'no JSON',
      { headers: json, body: '{"content": ' },
      400,
      { detail: expect.stringMatching(/^JSON parse error - /) },
    ],
    ['a list', { body: [1] }, 400, list('list')],
    ['a text', { headers: json, body: '"text"' }, 400, list('str')],
    [
      'too deep',
      { headers: json, body: `${'['.repeat(20_000)}${']'.repeat(20_000)}` },
      400,
      { detail: expect.stringContaining('levels') },
    ],
    ['over 1 MB', { body: { content: 'x'.repeat(1_000_000) } }, 413, { detail: 'The request is too large.' }],
    [
      'of another type',
      { headers: { 'content-type': 'text/plain' }, body: 'x' },
      415,
      { detail: 'Unsupported media type "text/plain" in request.' },
    ],
    [
      'of an unknown encoding',
      { headers: { 'content-type': 'application/json; charset=klingon' }, body: '{}' },
      415,
      { detail: 'Unsupported charset "klingon" in request.' },
    ],
    [
      'packed',
      { headers: { ...json, 'content-encoding': 'gzip' }, body: '{}' },
      415,
      { detail: 'Unsupported content encoding "gzip" in request.' },
    ],
    [
      'no text in its encoding',
      { headers: json, body: new Uint8Array([0x7b, 0xff, 0x7d]) },
      400,
      { detail: 'The request is not text in utf-8.' },
    ],
    ['with NUL', { body: { content: 'a\0b' } }, 400, { content: ['Null characters are not allowed.'] }],
    [
      'with __proto__',
      { headers: json, body: '{"__proto__": {"index": 1}}' },
      400,
      { detail: expect.stringContaining('__proto__') },
    ],
    ['with null', { body: { content: null } }, 400, { content: ['This field may not be null.'] }],
    ['of the wrong type', { body: { content: [] } }, 400, { content: ['Not a valid string.'] }],
    [
      'with a number past 2^63',
      { body: { index: '9223372036854775808' } },
      400,
      { index: ['Ensure this value is less than or equal to 2147483647.'] },
    ],
    [
      'multipart without its boundary',
      { headers: { 'content-type': 'multipart/form-data' }, body: 'x' },
      400,
      { detail: expect.stringMatching(/^Multipart form parse error - /) },
    ],
  ]

  it.each(cases)('%s', async (_what, options, status, body) => {
    const before = await world.database.db.submission.count()
    expect(await answered(submissions, { as, method: 'POST', ...options })).toMatchObject({ status, body })
    expect(await world.database.db.submission.count()).toBe(before)
  })

  it('is read where it is text in another encoding than usual', async () => {
    const body = new Uint8Array(Buffer.from('{"content": "Été"}', 'latin1'))
    const headers = { 'content-type': 'application/json; charset=iso-8859-1' }
    expect(await answered(submissions, { as, method: 'POST', headers, body })).toMatchObject({
      status: 201,
      body: { content: 'Été' },
    })
  })

  it('JSON that PostgreSQL does not keep is refused, in answers and in settings', async () => {
    const progress = '/api/courses/concert-band/assignments/6/activity-progress/'
    for (const response of ['a\0', { '\0': 1 }, '\ud800', { a: ['\ud800'] }])
      expect(
        await answered(`${progress}save_response/`, { as: 'student10', body: { question_id: 'q1', response } }),
      ).toMatchObject({ status: 400, body: { error: expect.stringContaining('response') } })
    expect(
      await answered('/api/configs/', { as: 'student10', body: { name: 'Odd', settings: { a: '\0' } } }),
    ).toMatchObject({ status: 400, body: { settings: [expect.any(String)] } })
  })
})

describe('ids and names in addresses', () => {
  it.each([
    ['/api/instruments/abc/', 'Instrument'],
    ['/api/instruments/0/', 'Instrument'],
    ['/api/instruments/9223372036854775808/', 'Instrument'],
    ['/api/courses/a%00b/', 'Course'],
    ['/api/users/a%00b/', 'User'],
    [`/api/users/${'x'.repeat(200)}/`, 'User'],
    ['/api/courses/concert-band/assignments/2147483648/', 'CourseAssignment'],
  ])('%s is not found', async (path, entity) => {
    expect(await answered(path)).toMatchObject({
      status: 404,
      body: { detail: `No ${entity} matches the given query.` },
    })
  })

  it('that are none are a bad request', async () => {
    const answer = await world.server.inject('/api/courses/%E0%A4/')
    expect([answer.statusCode, answer.json()]).toEqual([400, { detail: expect.any(String) }])
  })

  it('a route that is not there is not found, signed in or not', async () => {
    for (const as of ['teacher1', null])
      expect(await answered('/api/nothing/', { as })).toMatchObject({ status: 404, body: { detail: 'Not found.' } })
  })

  it.each(['anna.b', 'anna b', 'anna+b', 'anna@example.org', 'анна', '안나 ♪', "o'neil", 'a/b', 'a%b', 'a?b#c', 'a;b'])(
    'the username %s works, and so does its url',
    async (username) => {
      const { db } = world.database
      await db.user.create({
        data: {
          username,
          name: 'Anna',
          passwordHash: await auth.hashPassword('a long password'),
          enrollments: { create: { courseId: 1, role: 'STUDENT' } },
        },
      })
      tokens.set(username, await signIn(world.base, username, 'a long password'))
      const { body: me } = await answered('/api/users/me/', { as: username })
      expect(me).toMatchObject({
        username,
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api\/users\/[^/\s]+\/$/),
      })
      expect((await answered(me.url, { as: username })).body).toEqual(me)
      expect(await answered(me.url, { method: 'PATCH', headers: json, body: { grade: '8' } })).toMatchObject({
        status: 200,
        body: { grade: '8' },
      })
    },
  )

  it('a missing slash is added, and the query stays', async () => {
    const response = await ask('/api/courses/concert-band/submissions/recent?piece_slug=a%20b&activity_name=c?d')
    expect([response.status, response.headers.get('location')]).toEqual([
      301,
      '/api/courses/concert-band/submissions/recent/?piece_slug=a%20b&activity_name=c?d',
    ])
  })

  it('a method that is not there is answered with those that are', async () => {
    const { status, headers } = await answered('/api/enrollments/', { method: 'DELETE' })
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, OPTIONS'])
    expect(await answered('/api/enrollments/', { method: 'DELETE', as: null })).toMatchObject({ status: 403 })
  })
})

describe('media', () => {
  const attach = async (name: string) => {
    const { body: made } = await answered(submissions, { as: 'student13', body: { content: 'x' } })
    const { status, body } = await answered(`${submissions}${made.id}/attachments/`, {
      as: 'student13',
      body: withFile(name),
    })
    expect(status).toBe(201)
    return body.file as string
  }

  it.each([
    ['my take.webm', /^\/media\/my_take_[A-Za-z0-9]{7}\.webm$/],
    ['../../etc/passwd.webm', /^\/media\/passwd_[A-Za-z0-9]{7}\.webm$/],
    ['Été №1.webm', /^\/media\/Été_No1_[A-Za-z0-9]{7}\.webm$/],
  ])('a file keeps its name, cleaned: %s', async (name, path) => {
    expect(decodeURIComponent(new URL(await attach(name)).pathname)).toMatch(path)
  })

  it("a student's recording opens by the address that the API hands out, in ranges, and by no other", async () => {
    const address = await attach('take.webm')
    const whole = await fetch(address)
    expect(whole.status).toBe(200)
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(webm)
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'video/webm',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^sandbox;/),
      'accept-ranges': 'bytes',
    })
    const part = await fetch(address, { headers: { range: 'bytes=4-7' } })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 4-7/${webm.length}`])
    expect(Buffer.from(await part.arrayBuffer())).toEqual(webm.subarray(4, 8))
    expect((await fetch(address, { headers: { range: 'bytes=1000-' } })).status).toBe(416)
    const { origin, pathname, searchParams } = new URL(address)
    expect((await fetch(origin + pathname)).status).toBe(404)
    searchParams.set('expires', String(Number(searchParams.get('expires')) + 1))
    expect((await fetch(`${origin}${pathname}?${searchParams}`)).status).toBe(404)
  })

  it("the library's samples and the site's configurations are public", async () => {
    const { body } = await answered('/api/courses/concert-band/piece-plans/')
    const address: string = body[0].piece.accompaniment
    expect(address).toBe(`${world.base}/media/accompaniments/ode.mp3`)
    expect((await fetch(address)).status).toBe(404)
    await testServices.media.write('accompaniments/ode.mp3', Readable.from([Buffer.from('music')]), 'audio/mpeg')
    const response = await fetch(address)
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'audio/mpeg',
      'music',
    ])
  })

  it('addresses are of the host that was asked', async () => {
    const answer = await world.server.inject({
      url: '/api/users/me/',
      headers: { host: 'music.example.org:8443', authorization: `Token ${await tokenOf('teacher1')}` },
    })
    expect(answer.json().url).toBe('http://music.example.org:8443/api/users/teacher1/')
  })

  it('what is no recording is refused and leaves nothing, nor does an upload that breaks off', async () => {
    const { body: made } = await answered(submissions, { as: 'student13', body: {} })
    const path = `${submissions}${made.id}/attachments/`
    const before = mediaFiles()
    const page = withFile('page.webm', new Uint8Array(Buffer.from('<html>')))
    expect(await answered(path, { as: 'student13', body: page })).toMatchObject({
      status: 400,
      body: { file: [expect.any(String)] },
    })
    const whole = Buffer.from(
      await new Response(
        withFile('take.webm', new Uint8Array(Buffer.concat([webm, Buffer.alloc(50_000)]))),
      ).arrayBuffer(),
    )
    const boundary = whole.subarray(2, whole.indexOf('\r\n')).toString()
    const cut = new Uint8Array(whole.subarray(0, 20_000))
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
    expect(await answered(path, { as: 'student13', headers, body: cut })).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/^Multipart form parse error - /) },
    })
    const large = withFile('large.webm', new Uint8Array(Buffer.concat([webm, Buffer.alloc(1_100_000)])))
    expect(await answered(path, { as: 'student13', body: large })).toMatchObject({
      status: 413,
      body: { detail: expect.any(String) },
    })
    expect(mediaFiles()).toEqual(before)
    expect((await answered(path, { as: 'student13' })).body).toEqual([])
  })

  it('a configuration takes its file whichever field comes first, and a wrong file changes nothing', async () => {
    const wav = new Uint8Array(Buffer.concat([Buffer.from('RIFF\x24\0\0\0WAVEfmt ', 'latin1'), Buffer.alloc(100)]))
    const fileFirst = withFile('sample.wav', wav)
    fileFirst.append('name', 'Behind')
    fileFirst.append('settings', '{"a":1}')
    const { status, body } = await answered('/api/configs/', { as: 'student10', body: fileFirst })
    expect([status, body.name, body.settings]).toEqual([201, 'Behind', { a: 1 }])
    expect((await fetch(body.file)).status).toBe(200)
    const wrong = withFile('sample.wav', new Uint8Array(Buffer.from('no sound')))
    wrong.append('name', 'Changed')
    const before = mediaFiles()
    expect((await answered(`/api/configs/${body.id}/`, { as: 'student10', method: 'PATCH', body: wrong })).status).toBe(
      400,
    )
    expect((await answered(`/api/configs/${body.id}/`, { as: 'student10' })).body.name).toBe('Behind')
    expect((await answered('/api/configs/', { as: 'student10', body: wrong })).status).toBe(400)
    expect((await answered('/api/configs/', { as: 'student10' })).body).toHaveLength(3)
    expect(mediaFiles()).toEqual(before)
  })
})

describe('frontends elsewhere', () => {
  const origin = 'http://localhost:3000'
  const preflight = (path: string, method: string, from = origin) =>
    fetch(world.base + path, {
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization,content-type',
      },
    })

  it.each([
    ['/api/enrollments/2/', 'DELETE'],
    ['/api/enrollments/2/', 'PATCH'],
    ['/api/configs/', 'POST'],
    ['/auth-token/', 'DELETE'],
    ['/media/first.mp3', 'GET'],
  ])('may ask: %s, %s', async (path, method) => {
    const { status, headers } = await preflight(path, method)
    expect(status).toBe(204)
    expect(headers.get('access-control-allow-origin')).toBe(origin)
    expect(headers.get('access-control-allow-methods')).toContain(method)
    expect(headers.get('access-control-allow-headers')).toContain('authorization')
  })

  it('others may not, and none may ask for what is not theirs', async () => {
    const { headers } = await preflight('/api/enrollments/2/', 'DELETE', 'https://evil.example.org')
    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect((await preflight('/dashboards/export/csv/', 'GET')).headers.get('access-control-allow-origin')).toBeNull()
    expect((await preflight('/trpc/auth.me', 'GET')).headers.get('access-control-allow-origin')).toBeNull()
  })

  it.each([
    ['/api/users/me/', 403],
    ['/api/nothing/', 404],
    ['/auth-token/', 405],
    ['/media/nothing.mp3', 404],
  ])('read refusals too: %s', async (path, status) => {
    const response = await fetch(world.base + path, { headers: { origin } })
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([status, origin])
  })
})

describe('grades', () => {
  const grades = '/api/courses/concert-band/grades/'

  it('of the course are listed, those that count', async () => {
    const { body } = await answered(grades)
    expect(
      body.map(({ id, grader, student_submission: of, own_submission: own }: Record<string, unknown>) => [
        id,
        grader,
        of,
        own,
      ]),
    ).toEqual([
      [1, 2, [2], []],
      [2, 10, [], [2]],
    ])
    expect((await answered(`${grades}1/`)).body).toEqual(body[0])
    for (const as of ['student10', 'teacher2']) expect((await answered(grades, { as })).status).toBe(403)
  })

  it('are changed in their place, and what they were is history', async () => {
    expect(await answered(`${grades}1/`, { method: 'PATCH', body: { tone: '2.25' } })).toMatchObject({
      status: 200,
      body: { id: 1, rhythm: 4, tone: 2.25, expression: 5, student_submission: [2] },
    })
    expect((await answered(`${grades}1/`)).body).toMatchObject({ tone: 2.25 })
    const { body: mine } = await answered(`${submissions}2/`, { as: 'student10' })
    expect(mine.grade).toBe(1)
    const history = await world.database.db.grade.findMany({ where: { submissionId: 2, kind: 'TEACHER' } })
    expect(history.map(({ tone }) => tone).sort()).toEqual([2.25, 3.5])
    for (const as of ['student10', 'teacher2'])
      expect((await answered(`${grades}1/`, { as, method: 'PATCH', body: { tone: 1 } })).status).toBe(403)
    expect((await answered(`${grades}2/`, { method: 'PATCH', body: { tone: 1 } })).status).toBe(404)
    expect(
      await answered(`${grades}1/`, { method: 'PATCH', body: { rhythm: null, tone: null, expression: null } }),
    ).toMatchObject({ status: 400, body: { rhythm: [expect.any(String)] } })
  })

  it('are removed, and never a submission', async () => {
    await answered(`${grades}1/`, { method: 'PATCH', body: { tone: 2 } })
    expect((await ask(`${grades}1/`, { method: 'DELETE' })).status).toBe(204)
    expect((await answered(`${grades}1/`)).status).toBe(404)
    const { body } = await answered(`${submissions}2/`, { as: 'student10' })
    expect([body.id, body.grade, body.self_grade]).toEqual([2, null, 2])
  })

  it('of the own work are given by students, in the own name', async () => {
    const own = { student_submission: [], own_submission: [3], rhythm: 3, grader: 11 }
    expect(await answered(grades, { as: 'student11', body: own })).toMatchObject({
      status: 201,
      body: { own_submission: [3], student_submission: [], grader: 11 },
    })
    const another = { ...own, grader: 2 }
    expect(await answered(grades, { as: 'student11', body: another })).toMatchObject({
      status: 400,
      body: { grader: [expect.any(String)] },
    })
    expect(await answered(grades, { as: 'student13', body: own })).toMatchObject({
      status: 400,
      body: { own_submission: ['Invalid pk "3" - object does not exist.'] },
    })
  })
})

describe('teachers', () => {
  it('read every submission of their course, and one', async () => {
    const { body } = await answered('/api/courses/concert-band/submissions/')
    expect(body.map(({ id }: { id: number }) => id)).toEqual([1, 2, 4, 3])
    const { body: one } = await answered('/api/courses/concert-band/submissions/1/')
    expect(one).toEqual(body[0])
    expect(one.assignment.submissions.map(({ id }: { id: number }) => id)).toEqual([1, 2])
    expect((await answered('/api/courses/concert-band/submissions/5/')).status).toBe(404)
  })

  it('see the instrument that a submission was made with', async () => {
    await answered('/api/courses/concert-band/change_piece_instrument/', {
      method: 'PATCH',
      body: { piece_id: 2, instrument_id: 12 },
    }).catch(() => null)
    const { body } = await answered('/api/courses/concert-band/submissions/1/')
    expect(body.assignment.instrument.name).toBe('Flute')
  })

  it('are invited by administrators, with a file of addresses', async () => {
    const addresses = (text: string): FormData => {
      const form = new FormData()
      form.append('file', new Blob([text], { type: 'text/csv' }), 'teachers.csv')
      return form
    }
    const body = addresses('new@example.org\nnonsense\nstudent10@example.org\n')
    expect(await answered('/api/users/bulk_create_teachers/', { as: 'admin', body })).toMatchObject({
      status: 200,
      body: {
        valid: [{ 'new@example.org': 'invited' }],
        invalid: [{ nonsense: 'invalid email' }, { 'student10@example.org': 'user registered email' }],
      },
    })
    const again = await answered('/api/users/bulk_create_teachers/', {
      as: 'admin',
      body: addresses('new@example.org'),
    })
    expect(again.body).toEqual({ valid: [], invalid: [{ 'new@example.org': 'pending invite' }] })
    expect((await answered('/api/users/bulk_create_teachers/', { body: addresses('a@example.org') })).status).toBe(403)
  })

  it('whose students send no step finish the one they are at', async () => {
    const path = '/api/courses/concert-band/assignments/7/activity-progress/submit_step/'
    const steps = []
    for (let nth = 0; nth < 5; nth += 1)
      steps.push((await answered(path, { as: 'student11', body: { question_responses: {} } })).body.current_step)
    expect(steps).toEqual([2, 3, 4, 4, 4])
  })
})

describe('the research export', () => {
  it('opens by a token or by the session of a browser, for administrators', async () => {
    const response = await ask('/dashboards/export/csv/', { as: 'admin' })
    const csv = await response.text()
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(csv.split('\r\n')[0]?.split(',')).toHaveLength(28)
    const cookie = { cookie: `cpr_session=${await tokenOf('admin')}` }
    const bySession = await ask('/dashboards/export/csv/', { as: null, headers: cookie })
    expect([bySession.status, await bySession.text()]).toEqual([200, csv])
    const bare = { as: null, headers: { cookie: `cpr_session=${await tokenOf('teacher1')}` } }
    expect((await ask('/dashboards/export/csv/', bare)).status).toBe(403)
  })

  it('is the only thing that a session opens: a page elsewhere could send its cookie', async () => {
    const cookie = { cookie: `cpr_session=${await tokenOf('admin')}` }
    expect((await ask('/api/users/me/', { as: null, headers: cookie })).status).toBe(403)
  })
})

it('signing in by guessing ends soon, with the time to wait', async () => {
  const guess = () => answered('/auth-token/', { as: null, body: { username: 'teacher1', password: 'guess' } })
  for (let nth = 0; nth < 10; nth += 1) expect((await guess()).status).toBe(400)
  const { status, body, headers } = await guess()
  expect(status).toBe(429)
  expect(body.detail).toMatch(/^Request was throttled\. Expected available in \d+ seconds\.$/)
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
})
