import { createHash } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  anonymousCtx,
  createCourse,
  createPlan,
  createUser,
  enrollStudents,
  mediaFiles,
  now,
  type TestCourse,
  type TestDatabase,
  type TestStudent,
  testDatabase,
  testServices,
} from '../../testing/index.ts'
import { assignPlan } from '../assignments/index.ts'
import {
  attachConfigFile,
  createConfig,
  createConfigInput,
  deleteConfig,
  getConfig,
  listConfigs,
  updateConfig,
} from '../configs/index.ts'
import type { Ctx } from '../context.ts'
import { archiveCourse } from '../courses/index.ts'
import { openFile } from '../media/index.ts'
import { attach, createSubmission, handIn, listAttachments, mySubmissions } from './index.ts'

let database: TestDatabase
let course: TestCourse
let students: [TestStudent, TestStudent]
let courseAssignmentId: number
let submissionId: number

/** A WAV file of some seconds of nothing. */
const wav = (sizeBytes = 50_000) =>
  Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), Buffer.alloc(sizeBytes - 16, 7)])

beforeAll(async () => {
  database = await testDatabase()
})

beforeEach(async () => {
  course = await createCourse(database)
  students = (await enrollStudents(database, course, 2)) as [TestStudent, TestStudent]
  const plan = await createPlan(database)
  await assignPlan(course.teacher.ctx, { course: course.slug, planId: plan.id, deadline: null })
  const row = await database.db.courseAssignment.findFirstOrThrow({
    where: { courseId: course.id },
    orderBy: { id: 'asc' },
  })
  courseAssignmentId = row.id
  const submission = await createSubmission(students[0].ctx, { course: course.slug, courseAssignmentId, content: '' })
  submissionId = submission.id
})

const hand = (who: { ctx: TestStudent['ctx'] }, body: Readable, filename = 'take one.wav') =>
  attach(who.ctx, { course: course.slug, submissionId, filename, body })

const rows = () => database.db.submissionAttachment.count({ where: { submissionId } })

const fetched = async (url: string, ctx = anonymousCtx(database)) => {
  const { pathname, searchParams } = new URL(url, 'http://x')
  const key = decodeURIComponent(pathname.replace('/media/', ''))
  return openFile(ctx, { key, ...Object.fromEntries(searchParams) })
}

describe('a disk that is full', () => {
  const broken =
    (code: string): Ctx['media']['write'] =>
    () =>
      Promise.reject(Object.assign(new Error(code), { code }))
  const full: [string, Ctx['media']['write']][] = [
    ['by quota', broken('EDQUOT')],
    // Linux has a file that is always full.
    ...(existsSync('/dev/full')
      ? [
          [
            'by what the kernel says',
            (_, body) => pipeline(body, createWriteStream('/dev/full')),
          ] as (typeof full)[number],
        ]
      : []),
    ['a bucket', () => Promise.reject(Object.assign(new Error(), { $metadata: { httpStatusCode: 507 } }))],
  ]

  it.each(full)('%s, takes no file, says so, and keeps neither row nor file', async (_, write) => {
    const media = { ...testServices.media, write }
    const before = { files: mediaFiles(), submissions: await database.db.submission.count() }
    const [{ ctx }] = students
    const options = { course: course.slug, filename: 'take.wav' }
    const config = await createConfig(ctx, createConfigInput.parse({ name: 'mine' }))
    for (const attempt of [
      () => handIn({ ...ctx, media }, { ...options, courseAssignmentId, content: '', body: Readable.from([wav()]) }),
      () => attach({ ...ctx, media }, { ...options, submissionId, body: Readable.from([wav()]) }),
      () => attachConfigFile({ ...ctx, media }, { id: config.id, filename: 'a.wav', body: Readable.from([wav()]) }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'storage-full', message: expect.stringMatching(/no room/) })
    expect({ files: mediaFiles(), submissions: await database.db.submission.count() }).toEqual(before)
    expect(await rows()).toBe(0)
    expect((await getConfig(ctx, { id: config.id })).file).toEqual(config.file)
  })

  it('that fails in another way is no full disk', async () => {
    const media = { ...testServices.media, write: broken('EIO') }
    await expect(hand({ ctx: { ...students[0].ctx, media } }, Readable.from([wav()]))).rejects.toThrow('EIO')
  })
})

describe('a database that is lost while it commits', () => {
  /** What is committed is committed, and nobody hears of it. */
  const unheard = (ctx: TestStudent['ctx']): Ctx => {
    const { db } = database
    const $transaction = async (...args: Parameters<typeof db.$transaction>) => {
      await db.$transaction(...args)
      throw new Error('Connection terminated unexpectedly')
    }
    return {
      ...ctx,
      db: new Proxy(db, { get: (target, key) => (key === '$transaction' ? $transaction : Reflect.get(target, key)) }),
    }
  }
  const lost = /Connection terminated/

  it('leaves the file of a row that may be there', async () => {
    const ctx = unheard(students[0].ctx)
    const options = { course: course.slug, filename: 'take.wav' }
    const handedIn = handIn(ctx, { ...options, courseAssignmentId, content: '', body: Readable.from([wav()]) })
    await expect(handedIn).rejects.toThrow(lost)
    await expect(attach(ctx, { ...options, submissionId, body: Readable.from([wav()]) })).rejects.toThrow(lost)
    const [work] = await mySubmissions(students[0].ctx, { course: course.slug, courseAssignmentId })
    const files = [
      ...(work?.attachments ?? []),
      ...(await listAttachments(students[0].ctx, { course: course.slug, id: submissionId })),
    ]
    expect(files).toHaveLength(2)
    for (const { url } of files) expect(await fetched(url)).toMatchObject({ sizeBytes: 50_000 })
  })

  it('leaves that of a configuration', async () => {
    const [{ ctx }] = students
    const config = await createConfig(ctx, createConfigInput.parse({ name: 'mine' }))
    const attached = attachConfigFile(unheard(ctx), { id: config.id, filename: 'a.wav', body: Readable.from([wav()]) })
    await expect(attached).rejects.toThrow(lost)
    expect(await fetched((await getConfig(ctx, { id: config.id })).url ?? '')).toMatchObject({ sizeBytes: 50_000 })
  })
})

describe('handing in a recording', () => {
  const handInAs = (who: { ctx: TestStudent['ctx'] }, body: Readable, slug = course.slug) =>
    handIn(who.ctx, { course: slug, courseAssignmentId, content: '', filename: 'take.wav', body })

  it('makes the submission and its file at once, and counts takes', async () => {
    const content = wav()
    const handedIn = await handInAs(students[0], Readable.from([content]))
    expect(handedIn).toMatchObject({
      index: 1,
      attachments: [{ sizeBytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }],
    })
    const mine = await mySubmissions(students[0].ctx, { course: course.slug, courseAssignmentId })
    expect(mine.map(({ index, attachments }) => [index, attachments.length])).toEqual([
      [0, 0],
      [1, 1],
    ])
  })

  it('leaves neither where the file is not taken, breaks off, or the course is over', async () => {
    const files = mediaFiles()
    const count = () => database.db.submission.count({ where: { courseAssignmentId } })
    const before = await count()
    await expect(handInAs(students[0], Readable.from([Buffer.from('#!/bin/sh')]))).rejects.toMatchObject({
      code: 'invalid',
    })
    const broken = Readable.from(
      (function* () {
        yield wav()
        throw new Error('the wifi is gone')
      })(),
    )
    await expect(handInAs(students[0], broken)).rejects.toThrow('the wifi is gone')
    const outsider = await createUser(database)
    await expect(handInAs(outsider, Readable.from([wav()]))).rejects.toMatchObject({ code: 'not-found' })
    await archiveCourse(course.teacher.ctx, { course: course.slug, archived: true })
    await expect(handInAs(students[0], Readable.from([wav()]))).rejects.toMatchObject({ code: 'conflict' })
    expect(await count()).toBe(before)
    expect(mediaFiles()).toEqual(files)
  })
})

describe('a recording', () => {
  it('is kept byte for byte under a new name, with size, type and sha-256', async () => {
    const content = wav()
    const attached = await hand(students[0], Readable.from([content.subarray(0, 10), content.subarray(10)]))
    expect(attached).toMatchObject({
      file: expect.stringMatching(/^take_one_\w{7}\.wav$/),
      contentType: 'audio/wav',
      sizeBytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      submittedAt: now.toISOString(),
    })
    const file = await fetched(attached.url)
    expect(file).toMatchObject({ contentType: 'audio/wav', sizeBytes: content.length, isPublic: false })
    expect((await buffer((await file?.read()) as Readable)).equals(content)).toBe(true)
  })

  it('needs its signed address, until that expires', async () => {
    const { file, url } = await hand(students[0], Readable.from([wav()]))
    expect(await openFile(students[0].ctx, { key: file })).toBeNull()
    expect(await openFile(course.teacher.ctx, { key: file, expires: '9999999999999', signature: 'x' })).toBeNull()
    const tomorrow = { ...anonymousCtx(database), clock: { now: () => new Date(now.getTime() + 24 * 3_600_000) } }
    expect(await fetched(url, tomorrow)).toBeNull()
  })

  it('stands with its submission, the newest first, for whoever made it and the teacher', async () => {
    const first = await hand(students[0], Readable.from([wav()]))
    const second = await hand(students[0], Readable.from([wav()]))
    const [mine] = await mySubmissions(students[0].ctx, { course: course.slug, courseAssignmentId })
    expect(mine?.attachments.map(({ id }) => id)).toEqual([second.id, first.id])
    for (const { ctx } of [students[0], course.teacher])
      expect(await listAttachments(ctx, { course: course.slug, id: submissionId })).toHaveLength(2)
  })

  it('is of the own submission alone: others and teachers attach nothing, and leave no file', async () => {
    const before = mediaFiles()
    for (const who of [students[1], course.teacher])
      await expect(hand(who, Readable.from([wav()]))).rejects.toMatchObject({ details: { entity: 'Submission' } })
    await archiveCourse(course.teacher.ctx, { course: course.slug, archived: true })
    await expect(hand(students[0], Readable.from([wav()]))).rejects.toMatchObject({ code: 'conflict' })
    expect(await rows()).toBe(0)
    expect(mediaFiles()).toEqual(before)
  })
})

describe('an upload that fails leaves neither row nor file', () => {
  const failing: [string, () => Readable, object][] = [
    ['empty', () => Readable.from([]), { code: 'invalid', details: { field: 'file' } }],
    ['of another kind', () => Readable.from([Buffer.from('<html><script>')]), { code: 'invalid' }],
    [
      'too large',
      () => Readable.from([wav(900_000), wav(200_000)]),
      { code: 'too-large', details: { maxBytes: 1_000_000 } },
    ],
    [
      'broken off',
      () =>
        Readable.from(
          (async function* () {
            yield wav()
            throw new Error('the wifi is gone')
          })(),
        ),
      { message: 'the wifi is gone' },
    ],
  ]

  it.each(failing)('%s', async (_what, body, error) => {
    const before = mediaFiles()
    await expect(hand(students[0], body())).rejects.toMatchObject(error)
    expect(await rows()).toBe(0)
    expect(mediaFiles()).toEqual(before)
  })

  it('because the row could not be written', async () => {
    const before = mediaFiles()
    const body = Readable.from(
      (async function* () {
        yield wav()
        // Between the check of who it is and the row: somebody takes the submission away.
        await database.db.submission.delete({ where: { id: submissionId } })
      })(),
    )
    await expect(hand(students[0], body)).rejects.toMatchObject({ code: 'P2003' })
    expect(mediaFiles()).toEqual(before)
  })

  it('a file of exactly the limit is whole', async () => {
    expect((await hand(students[0], Readable.from([wav(1_000_000)]))).sizeBytes).toBe(testServices.maxUploadBytes)
  })
})

describe('configurations of instruments', () => {
  it("are the site's and one's own, and nobody else's", async () => {
    const [me, other] = [await createUser(database), await createUser(database)]
    const admin = await createUser(database, { isSuperuser: true })
    const site = await createConfig(admin.ctx, createConfigInput.parse({ name: 'Default', forSite: true }))
    const mine = await createConfig(me.ctx, createConfigInput.parse({ name: 'Warm', settings: { attack: 0.4 } }))
    const names = async (ctx: typeof me.ctx) => (await listConfigs(ctx)).map(({ id }) => id)
    expect(await names(me.ctx)).toEqual(expect.arrayContaining([site.id, mine.id]))
    expect(await names(other.ctx)).not.toContain(mine.id)
    for (const work of [getConfig, deleteConfig])
      await expect(work(other.ctx, { id: mine.id })).rejects.toMatchObject({ details: { entity: 'InstrumentConfig' } })
    expect(await updateConfig(me.ctx, { id: mine.id, settings: { attack: 0.5 } })).toMatchObject({
      name: 'Warm',
      settings: { attack: 0.5 },
    })
    for (const work of [updateConfig, deleteConfig])
      await expect(work(me.ctx, { id: site.id })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await updateConfig(admin.ctx, { id: site.id, name: 'Trumpet' })).name).toBe('Trumpet')
    await expect(
      createConfig(me.ctx, createConfigInput.parse({ name: 'For all', forSite: true })),
    ).rejects.toMatchObject({ code: 'forbidden' })
    expect(createConfigInput.safeParse({ name: 'a name that is longer than twenty' }).success).toBe(false)
  })

  it('take a recording, one at a time, which stays while they can be brought back', async () => {
    const me = await createUser(database)
    const { id } = await createConfig(me.ctx, createConfigInput.parse({ name: 'With file' }))
    const before = mediaFiles()
    const give = (content: Buffer, filename: string) =>
      attachConfigFile(me.ctx, { id, filename, body: Readable.from([content]) })
    const first = await give(wav(), 'a.wav')
    expect(first.file).toMatch(/^instrument_config_samples\/a_\w{7}\.wav$/)
    expect(await fetched(first.url as string)).toMatchObject({ contentType: 'audio/wav' })
    await expect(give(Buffer.from('MThd\0\0\0\x06', 'latin1'), 'a.mid')).rejects.toMatchObject({ code: 'invalid' })
    const second = await give(wav(), 'b.wav')
    expect(mediaFiles().filter((file) => !before.includes(file))).toEqual([second.file])
    await deleteConfig(me.ctx, { id })
    expect(mediaFiles().filter((file) => !before.includes(file))).toEqual([second.file])
  })

  it("of the site's have a file that everybody may open", async () => {
    const admin = await createUser(database, { isSuperuser: true })
    const { id } = await createConfig(admin.ctx, createConfigInput.parse({ name: 'Public', forSite: true }))
    const { url } = await attachConfigFile(admin.ctx, { id, filename: 'a.wav', body: Readable.from([wav()]) })
    expect(url).not.toContain('signature')
    expect(await fetched(url as string)).toMatchObject({ isPublic: true, contentType: 'audio/wav' })
  })
})
