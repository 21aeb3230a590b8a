import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { media } from '@cpr/domain'
import {
  createAdministrator,
  createCourse,
  createPiece,
  createPlan,
  enrollStudents,
  mediaFiles,
  type TestDatabase,
  type TestStudent,
  testDatabase,
  testServices,
} from '@cpr/domain/testing'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rangeOf } from './media.ts'
import { createServer } from './server.ts'

let database: TestDatabase
let server: FastifyInstance
let address: string
let student: TestStudent
let other: TestStudent
let upload: string

const wav = (sizeBytes: number): Buffer<ArrayBuffer> =>
  Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), Buffer.alloc(sizeBytes - 16, 7)])

beforeAll(async () => {
  database = await testDatabase()
  // The addresses are signed with the test's own clock, and opened by it.
  server = await createServer({ database, services: testServices, logLevel: 'silent', secureCookies: false })
  await server.listen({ port: 0, host: '127.0.0.1' })
  address = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  const course = await createCourse(database)
  ;[student, other] = (await enrollStudents(database, course, 2)) as [TestStudent, TestStudent]
  const plan = await createPlan(database)
  const call = (path: string, token: string, input: object) =>
    fetch(`${address}/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(input),
    })
  await call('assignments.assignPlan', course.teacher.token, { course: course.slug, planId: plan.id })
  const { id } = await database.db.courseAssignment.findFirstOrThrow({ where: { courseId: course.id } })
  const created = await call('submissions.create', student.token, { course: course.slug, courseAssignmentId: id })
  const { result } = (await created.json()) as { result: { data: { id: number } } }
  upload = `/upload/submissions?course=${course.slug}&submissionId=${result.data.id}&filename=${encodeURIComponent('take 1.wav')}`
})

afterAll(() => server.close())

const post = (
  path: string,
  body: Buffer<ArrayBuffer> | string,
  token: string | null = student.token,
  type = 'audio/wav',
) =>
  fetch(address + path, {
    method: 'POST',
    body,
    headers: { 'content-type': type, ...(token ? { authorization: `Bearer ${token}` } : {}) },
  })

describe('an upload', () => {
  it('goes in as the bytes of the file, and comes out by its signed address, whole and in ranges', async () => {
    const content = wav(300_000)
    const response = await post(upload, content)
    expect(response.status).toBe(201)
    const { url } = (await response.json()) as { url: string }
    const whole = await fetch(address + url)
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'audio/wav',
      'content-length': '300000',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cache-control': expect.stringContaining('private'),
    })
    expect(Buffer.from(await whole.arrayBuffer()).equals(content)).toBe(true)
    const part = await fetch(address + url, { headers: { range: 'bytes=10-19' } })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 10-19/300000'])
    expect(Buffer.from(await part.arrayBuffer()).equals(content.subarray(10, 20))).toBe(true)
    const past = await fetch(address + url, { headers: { range: 'bytes=300000-' } })
    expect([past.status, past.headers.get('content-range')]).toEqual([416, 'bytes */300000'])
    const head = await fetch(address + url, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '300000'])
  })

  it.each([
    ['audio/wav'],
    ['application/json'],
    ['text/plain'],
    ['multipart/form-data; boundary=x'],
    ['application/x-www-form-urlencoded'],
  ])('is what its bytes are, whatever it says it is: %s', async (type) => {
    const response = await post(upload, wav(1000), student.token, type)
    expect([response.status, ((await response.json()) as { contentType: string }).contentType]).toEqual([
      201,
      'audio/wav',
    ])
  })

  it('that is refused is told why, also when the client is still sending', async () => {
    const before = mediaFiles()
    const tries: [number, string, Promise<Response>][] = [
      [401, 'unauthenticated', post(upload, wav(1000), null)],
      [404, 'not-found', post(upload, wav(1000), other.token)],
      [400, 'invalid', post(upload, '<html><script>')],
      [400, 'invalid', post(upload, '')],
      [413, 'too-large', post(upload, wav(5_000_000))],
    ]
    for (const [status, code, response] of tries) {
      const { error } = (await (await response).json()) as { error: { data: { domain: { code: string } } } }
      expect([(await response).status, error.data.domain.code]).toEqual([status, code])
    }
    expect((await post('/upload/submissions?filename=x', wav(1000))).status).toBe(400)
    expect(mediaFiles()).toEqual(before)
  })

  it('of an administrator for the library is for everybody to hear', async () => {
    const administrator = await createAdministrator(database)
    const piece = await createPiece(database)
    const places = [
      `pieceId=${piece.id}`,
      `partId=${piece.parts.Melody}`,
      `partId=${piece.parts.Melody}&instrumentId=1`,
    ]
    for (const place of places) {
      const response = await post(`/upload/library?${place}&filename=a.wav`, wav(1000), administrator.token)
      expect(response.status).toBe(200)
      const { key } = (await response.json()) as { key: string }
      const heard = await fetch(`${address}/media/${key}`)
      expect([heard.status, heard.headers.get('content-type')]).toEqual([200, 'audio/wav'])
    }
    const path = `/upload/library?${places[0]}&filename=a.wav`
    expect((await post(path, '<svg onload="alert(1)"/>', administrator.token)).status).toBe(400)
    expect((await post(path, wav(1000))).status).toBe(403)
    expect((await post('/upload/library?filename=a.wav', wav(1000), administrator.token)).status).toBe(400)
  })

  it('that breaks off leaves nothing', async () => {
    const before = mediaFiles()
    const rows = await database.db.submissionAttachment.count()
    await new Promise<void>((done) => {
      const request = httpRequest(address + upload, {
        method: 'POST',
        headers: { authorization: `Bearer ${student.token}`, 'content-length': '500000' },
      })
      request.on('error', () => done())
      request.write(wav(100_000), () => setImmediate(() => request.destroy(new Error('the wifi is gone'))))
    })
    await expect.poll(() => mediaFiles()).toEqual(before)
    expect(await database.db.submissionAttachment.count()).toBe(rows)
  })
})

describe('a file', () => {
  it('without its signature, with another, or out of the folder is not there', async () => {
    const { file, url } = (await (await post(upload, wav(1000))).json()) as { file: string; url: string }
    const paths = [
      `/media/${file}`,
      url.replace(/signature=.{3}/, 'signature=AAA'),
      url.replace(file, 'other.wav'),
      '/media/',
      '/media/..%2f..%2fetc%2fpasswd',
      '/media/%2e%2e/package.json',
      '/media/.incoming/x',
      '/media/a%00b',
    ]
    for (const path of paths) expect((await fetch(address + path)).status, path).toBe(404)
  })

  it('of the library is open to everybody, and never a page', async () => {
    await testServices.media.write('sample_audio/tune.mp3', Readable.from([wav(100)]), '')
    await testServices.media.write('sample_audio/evil.html', Readable.from(['<script>']), '')
    const { id } = await database.db.piece.findFirstOrThrow()
    for (const [key, type] of [
      ['sample_audio/tune.mp3', 'audio/mpeg'],
      ['sample_audio/evil.html', 'application/octet-stream'],
    ] as const) {
      await database.db.piece.update({ where: { id }, data: { accompaniment: key } })
      const response = await fetch(address + media.publicAddress(key))
      expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
      await response.arrayBuffer()
    }
    const html = await fetch(address + media.publicAddress('sample_audio/evil.html'))
    expect(html.headers.get('content-disposition')).toBe('attachment')
    await html.arrayBuffer()
  })
})

it.each([
  [undefined, null],
  ['bytes=0-', { start: 0, end: 99 }],
  ['bytes=10-19', { start: 10, end: 19 }],
  ['bytes=90-500', { start: 90, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-500', { start: 0, end: 99 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=20-10', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=-', null],
  ['bytes=0-1,5-6', null],
  ['seconds=0-1', null],
])('reads the range %j of a hundred bytes', (header, range) => {
  expect(rangeOf(header, 100)).toEqual(range)
})
