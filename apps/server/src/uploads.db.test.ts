import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCaller, createRequestContext } from '@cpr/api'
import {
  createCourse,
  createPlan,
  enrollStudents,
  type TestCourse,
  type TestDatabase,
  type TestStudent,
  testDatabase,
  testServices,
} from '@cpr/domain/testing'
import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createServer } from './server.ts'
import { createUploadStore } from './upload-store.ts'

let full = false
/** The store of the tests, on a disk that can be filled. */
const sometimesFull: typeof testServices.media = {
  ...testServices.media,
  write: (key, body, type) =>
    full
      ? Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))
      : testServices.media.write(key, body, type),
}

const dataDir = mkdtempSync(join(tmpdir(), 'cpr-uploads-'))

let database: TestDatabase
let server: FastifyInstance
let address: string
let course: TestCourse
let student: TestStudent
let other: TestStudent
let courseAssignmentId: number

beforeAll(async () => {
  database = await testDatabase()
  server = await createServer({
    database,
    services: { ...testServices, media: sometimesFull },
    logLevel: 'silent',
    secureCookies: false,
    uploads: await createUploadStore({ s3: null, dataDir }),
  })
  await server.listen({ port: 0, host: '127.0.0.1' })
  address = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
})

afterAll(async () => {
  await server.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const callerFor = ({ token }: { token: string }) =>
  createCaller(createRequestContext({ ...testServices, db: database.db, token, address: null, setSession: () => {} }))

beforeEach(async () => {
  await database.clear()
  course = await createCourse(database)
  ;[student, other] = (await enrollStudents(database, course, 2)) as [TestStudent, TestStudent]
  const plan = await createPlan(database)
  await callerFor(course.teacher).assignments.assignPlan({ course: course.slug, planId: plan.id })
  const row = await database.db.courseAssignment.findFirstOrThrow({ where: { courseId: course.id } })
  courseAssignmentId = row.id
})

const wav = (sizeBytes = 50_000) =>
  Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), Buffer.alloc(sizeBytes - 16, 7)])

type Headers = Record<string, string>

const send = (method: string, url: string, who: { token: string } | null, headers: Headers = {}, body?: Buffer) =>
  fetch(new URL(url, address), {
    method,
    headers: {
      'tus-resumable': '1.0.0',
      ...(who ? { cookie: `cpr_session=${who.token}` } : {}),
      ...headers,
    },
    ...(body ? { body } : {}),
  })

const encoded = (metadata: Record<string, string>): string =>
  Object.entries(metadata)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',')

const begin = (who: { token: string } | null, size: number, metadata: Record<string, string> = {}) =>
  send('POST', '/uploads', who, {
    'upload-length': String(size),
    'upload-metadata': encoded({
      course: course.slug,
      courseAssignmentId: String(courseAssignmentId),
      filename: 'take.wav',
      ...metadata,
    }),
  })

const patch = (url: string, who: { token: string } | null, offset: number, body: Buffer) =>
  send('PATCH', url, who, { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) }, body)

type SentError = { message: string; data?: { domain?: { code: string } } }

const errorOf = async (answer: Response): Promise<SentError> => ((await answer.json()) as { error: SentError }).error

const waiting = () => readdirSync(join(dataDir, 'uploads'))
const submissions = () => database.db.submission.count()

describe('a recording in parts', () => {
  it('goes on where it broke off, and ends with a receipt', async () => {
    const content = wav()
    const begun = await begin(student, content.length)
    expect(begun.status).toBe(201)
    const url = begun.headers.get('location') ?? ''
    expect((await patch(url, student, 0, content.subarray(0, 20_000))).status).toBe(204)
    expect(await submissions()).toBe(0)

    const head = await send('HEAD', url, student)
    expect([head.status, head.headers.get('upload-offset')]).toEqual([200, '20000'])
    const last = await patch(url, student, 20_000, content.subarray(20_000))
    expect(last.status).toBe(200)
    expect(await last.json()).toMatchObject({
      courseAssignmentId,
      index: 0,
      attachments: [
        {
          contentType: 'audio/wav',
          sizeBytes: content.length,
          sha256: createHash('sha256').update(content).digest('hex'),
        },
      ],
    })
    expect(await submissions()).toBe(1)
    expect(waiting()).toEqual([])
  })

  it('is of one person: others neither see it nor go on with it', async () => {
    const begun = await begin(student, 50_000)
    const url = begun.headers.get('location') ?? ''
    for (const who of [other, course.teacher, null]) {
      expect((await send('HEAD', url, who)).status).toBe(404)
      expect((await patch(url, who, 0, wav())).status).toBe(404)
      expect((await send('DELETE', url, who)).status).toBe(404)
    }
    expect((await send('HEAD', url, student)).headers.get('upload-offset')).toBe('0')
    expect((await send('DELETE', url, student)).status).toBe(204)
    expect(waiting()).toEqual([])
  })
})

describe('a disk that is full', () => {
  afterEach(() => {
    full = false
  })

  it('answers 507 to the last part; what has arrived stays, and is handed in when there is room', async () => {
    const content = wav()
    const url = (await begin(student, content.length)).headers.get('location') ?? ''
    full = true
    const answer = await patch(url, student, 0, content)
    const { message, data } = await errorOf(answer)
    expect([answer.status, data?.domain?.code]).toEqual([507, 'storage-full'])
    expect(message).toMatch(/no room/)
    expect(await submissions()).toBe(0)
    full = false
    const head = await send('HEAD', url, student)
    expect(head.headers.get('upload-offset')).toBe(String(content.length))
    expect((await patch(url, student, content.length, Buffer.alloc(0))).status).toBe(200)
    expect(await submissions()).toBe(1)
    expect(waiting()).toEqual([])
  })

  it('answers 507 to a file that is sent at once, on both transports', async () => {
    const submission = await callerFor(student).submissions.create({
      course: course.slug,
      courseAssignmentId,
      content: '',
    })
    full = true
    const cookie = { cookie: `cpr_session=${student.token}` }
    const query = `course=${course.slug}&submissionId=${submission.id}&filename=take.wav`
    const sent = await fetch(`${address}/upload/submissions?${query}`, { method: 'POST', headers: cookie, body: wav() })
    expect([sent.status, (await errorOf(sent)).data]).toEqual([507, expect.objectContaining({ httpStatus: 507 })])

    const form = new FormData()
    form.set('file', new Blob([wav()]), 'take.wav')
    const rest = await fetch(
      `${address}/api/courses/${course.slug}/assignments/${courseAssignmentId}/submissions/${submission.id}/attachments/`,
      {
        method: 'POST',
        headers: { authorization: `Token ${student.token}` },
        body: form,
      },
    )
    expect([rest.status, await rest.json()]).toEqual([507, { detail: expect.stringMatching(/no room/) }])
    expect(await database.db.submissionAttachment.count()).toBe(0)
  })

  // Linux has a file that is always full.
  if (existsSync('/dev/full'))
    it('answers 507 to a part that finds no room, and takes it later', async () => {
      const content = wav()
      const url = (await begin(student, content.length)).headers.get('location') ?? ''
      const file = join(dataDir, 'uploads', url.split('/').at(-1) ?? '')
      rmSync(file)
      symlinkSync('/dev/full', file)
      const answer = await patch(url, student, 0, content)
      expect([answer.status, (await errorOf(answer)).data?.domain?.code]).toEqual([507, 'storage-full'])
      rmSync(file)
      writeFileSync(file, '')
      expect((await patch(url, student, 0, content)).status).toBe(200)
      expect(await submissions()).toBe(1)
      expect(waiting()).toEqual([])
    })
})

describe('an upload is refused before anything comes in', () => {
  const domainCode = async (answer: Response) => (await errorOf(answer)).data?.domain?.code

  it('to whoever is not signed in', async () => {
    const answer = await begin(null, 50_000)
    expect([answer.status, await domainCode(answer)]).toEqual([401, 'unauthenticated'])
  })

  it('for an assignment that is not theirs, and for none', async () => {
    const outside = await createCourse(database)
    expect((await begin(outside.teacher, 50_000)).status).toBe(404)
    expect((await begin(student, 50_000, { courseAssignmentId: '999999' })).status).toBe(404)
    expect((await begin(student, 50_000, { courseAssignmentId: 'first' })).status).toBe(400)
  })

  it('where it is over the limit', async () => {
    expect((await begin(student, testServices.maxUploadBytes + 1)).status).toBe(413)
  })

  it('and leaves nothing behind', () => {
    expect(waiting()).toEqual([])
  })
})

it('a file of a kind that is not taken is refused in words, and not kept', async () => {
  const page = Buffer.from('<html><script>alert(1)</script>')
  const url = (await begin(student, page.length)).headers.get('location') ?? ''
  const answer = await patch(url, student, 0, page)
  expect(answer.status).toBe(400)
  expect((await errorOf(answer)).message).toMatch(/recordings/)
  expect(await submissions()).toBe(0)
  expect(waiting()).toEqual([])
})
