/** A connection is as good as new after an answer, whatever became of the body of its request. */
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createCaller, createRequestContext } from '@cpr/api'
import {
  createCourse,
  createPlan,
  enrollStudents,
  type TestStudent,
  testDatabase,
  testServices,
} from '@cpr/domain/testing'
import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createServer } from './server.ts'
import { createUploadStore } from './upload-store.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'cpr-unread-'))

let server: FastifyInstance
let agent: Agent
let student: TestStudent
let other: TestStudent
let course: string
let submissionId: number
let courseAssignmentId: number

beforeAll(async () => {
  const database = await testDatabase()
  await database.clear()
  const uploads = await createUploadStore({ s3: null, dataDir })
  const services = testServices
  server = await createServer({ database, services, logLevel: 'silent', secureCookies: false, uploads })
  await server.listen({ port: 0, host: '127.0.0.1' })
  const { teacher, ...created } = await createCourse(database)
  course = created.slug
  ;[student, other] = (await enrollStudents(database, { teacher, ...created }, 2)) as [TestStudent, TestStudent]
  const { id: planId } = await createPlan(database)
  const callerOf = ({ token }: { token: string }) =>
    createCaller(createRequestContext({ ...services, db: database.db, token, address: null, setSession: () => {} }))
  await callerOf(teacher).assignments.assignPlan({ course, planId })
  courseAssignmentId = (await database.db.courseAssignment.findFirstOrThrow()).id
  submissionId = (await callerOf(student).submissions.create({ course, courseAssignmentId })).id
})
beforeEach(() => {
  agent = new Agent({ keepAlive: true, maxSockets: 1 })
})
afterEach(() => agent.destroy())
afterAll(async () => {
  await server.close()
  rmSync(dataDir, { recursive: true, force: true })
})

/** More than what is read ahead on the way to whoever takes it. */
const wav = Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), Buffer.alloc(900_000, 7)])

/** A connection that is not read on would answer never. */
const soonMs = 20_000

const send = async (
  method: string,
  path: string,
  headers: OutgoingHttpHeaders = {},
  body?: Buffer,
  who: { token: string } = student,
) => {
  const { port } = server.server.address() as AddressInfo
  const scheme = path.startsWith('/api/') ? 'Token' : 'Bearer'
  const asked = request({
    ...{ agent, method, path, port, host: '127.0.0.1', signal: AbortSignal.timeout(soonMs) },
    headers: { ...headers, authorization: `${scheme} ${who.token}` },
  })
  asked.end(body)
  const answer = await new Promise<IncomingMessage>((done, fail) => asked.once('response', done).once('error', fail))
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer), again: asked.reusedSocket }
}

/** Whatever is asked next, on the same connection. */
const expectAnswer = async (): Promise<void> =>
  expect(await send('GET', '/trpc/auth.me')).toMatchObject({ status: 200, again: true })

it.each(['/upload/submissions', 'REST'])('a file that came before, and has its answer already: %s', async (way) => {
  const key = { 'idempotency-key': `sent-twice-${way.replaceAll('/', '-')}` }
  const form = Buffer.concat([
    Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="take.wav"\r\n\r\n'),
    wav,
    Buffer.from('\r\n--b--\r\n'),
  ])
  const attach = (as: OutgoingHttpHeaders = key) =>
    way === 'REST'
      ? send(
          'POST',
          `/api/courses/${course}/assignments/${courseAssignmentId}/submissions/${submissionId}/attachments/`,
          { ...as, 'content-type': 'multipart/form-data; boundary=b' },
          form,
        )
      : send(
          'POST',
          `${way}?course=${course}&submissionId=${submissionId}&filename=take.wav`,
          { ...as, 'content-type': 'audio/wav' },
          wav,
        )
  const first = await attach()
  expect(first).toMatchObject({ status: 201, again: false })
  const second = await attach()
  expect(second).toMatchObject({ status: 201, again: true })
  expect(JSON.parse(second.body)).toEqual(JSON.parse(first.body))
  await expectAnswer()
  expect(await attach({ 'idempotency-key': 'short' })).toMatchObject({ status: 400, again: true })
  await expectAnswer()
})

it.each([
  ['/upload/submissions?course=nowhere&submissionId=1&filename=take.wav', 404],
  ['/trpc/auth.signIn', 413],
  ['/uploads/0123456789abcdef0123456789abcdef', 412],
  ['/nowhere', 413],
])('a body that is refused: %s', async (path, status) => {
  const answer = await send('POST', path, { 'content-type': 'application/json' }, Buffer.alloc(6_000_000, ' '))
  expect(answer.status).toBe(status)
  expect((await send('GET', '/trpc/auth.me')).status).toBe(200)
})

it("parts of somebody else's upload", async () => {
  const encoded = (value: string | number) => Buffer.from(String(value)).toString('base64')
  const tus = { 'tus-resumable': '1.0.0' }
  const begun = await send('POST', '/uploads', {
    ...tus,
    'upload-length': wav.length,
    'upload-metadata': `course ${encoded(course)},courseAssignmentId ${encoded(courseAssignmentId)},filename ${encoded('take.wav')}`,
  })
  expect(begun.status).toBe(201)
  const part = { ...tus, 'upload-offset': 0, 'content-type': 'application/offset+octet-stream' }
  // Here the connection is ended rather than read on, and the client is told.
  const refused = await send('PATCH', begun.headers.location as string, part, wav, other)
  expect(refused).toMatchObject({ status: 404, headers: { connection: 'close' } })
  expect((await send('GET', '/trpc/auth.me')).status).toBe(200)
})
