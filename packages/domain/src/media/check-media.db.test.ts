import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import {
  createCourse,
  createPiece,
  createPlan,
  createUser,
  enrollStudent,
  now,
  systemCtx,
  type TestDatabase,
  testDatabase,
} from '../../testing/index.ts'
import { assignPlan } from '../assignments/index.ts'
import type { Ctx } from '../context.ts'
import { handIn } from '../submissions/index.ts'
import { checkMedia, createDiskStore, openMedia, openUnfinished } from './index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'cpr-check-'))
const place = { s3: null, dataDir }
const media = openMedia(place)
let database: TestDatabase
let ctx: Ctx
let key: string

const hour = 3600 * 1000
const path = (...parts: string[]): string => join(dataDir, ...parts)
const writtenBefore = (ms: number, ...parts: string[]): void => {
  const at = new Date(now.getTime() - ms)
  utimesSync(path(...parts), at, at)
}
const wav = Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), Buffer.alloc(5000, 7)])
const check = (remove = false) => checkMedia(ctx, { remove, unfinished: openUnfinished(place) })

beforeAll(async () => {
  database = await testDatabase()
})

beforeEach(async () => {
  await database.clear()
  rmSync(dataDir, { recursive: true, force: true })
  await mkdir(path('media', '.incoming'), { recursive: true })
  await mkdir(path('uploads'), { recursive: true })
  ctx = { ...systemCtx(database), media }
  const course = await createCourse(database)
  const student = await enrollStudent(database, course)
  const plan = await createPlan(database, { piece: await createPiece(database) })
  await assignPlan(course.teacher.ctx, { course: course.slug, planId: plan.id, deadline: null })
  const { id: courseAssignmentId } = await database.db.courseAssignment.findFirstOrThrow({
    where: { courseId: course.id },
  })
  await handIn(
    { ...student.ctx, media },
    { course: course.slug, courseAssignmentId, content: '', filename: 'take.wav', body: Readable.from([wav]) },
  )
  key = (await database.db.submissionAttachment.findFirstOrThrow({})).file
  writtenBefore(48 * hour, 'media', key)
})

afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const fine = { named: 1, orphans: [], expired: [], missing: [], differing: [], removed: 0 }

it('finds nothing where all is well', async () => {
  expect(await check(true)).toEqual(fine)
  expect(await media.size(key)).toBe(wav.length)
  expect(await database.db.auditEntry.count({ where: { action: 'media.check' } })).toBe(0)
})

it('finds files that nobody names, older than a day, and removes them when told', async () => {
  for (const name of ['new.wav', 'old.wav', 'deep/old.wav'])
    await media.write(name, Readable.from([Buffer.from(name)]), 'audio/wav')
  writtenBefore(23 * hour, 'media', 'new.wav')
  for (const name of ['old.wav', 'deep/old.wav']) writtenBefore(25 * hour, 'media', name)
  const keys = (report: Awaited<ReturnType<typeof check>>) => report.orphans.map((file) => file.key).sort()
  const dry = await check()
  expect(keys(dry)).toEqual(['deep/old.wav', 'old.wav'])
  expect(dry.removed).toBe(0)
  expect(await media.size('old.wav')).toBe(7)
  expect((await check(true)).removed).toBe(2)
  expect(await check()).toEqual(fine)
  expect(await media.size('new.wav')).toBe(7)
  const [entry] = await database.db.auditEntry.findMany({ where: { action: 'media.check' } })
  expect(entry).toMatchObject({ actorKind: 'system', data: { removed: 2 } })
})

it('leaves a file alone that a row came to name after it was looked at', async () => {
  await media.write('named late.wav', Readable.from([Buffer.from('x')]), 'audio/wav')
  writtenBefore(25 * hour, 'media', 'named late.wav')
  const user = await createUser(database)
  const late = {
    ...media,
    list: async function* () {
      yield* media.list()
      await database.db.instrumentConfig.create({
        data: { name: 'late', userId: user.id, settings: {}, file: 'named late.wav' },
      })
    },
  }
  const report = await checkMedia({ ...ctx, media: late }, { remove: true })
  expect(report.removed).toBe(0)
  expect(await media.size('named late.wav')).toBe(1)
})

it('leaves the files of what was removed and can come back', async () => {
  await media.write('removed.wav', Readable.from([Buffer.from('x')]), 'audio/wav')
  writtenBefore(25 * hour, 'media', 'removed.wav')
  await database.db.removal.create({
    data: { kind: 'INSTRUMENT_CONFIG', removedAt: now, title: 'x', contents: [], files: ['removed.wav'] },
  })
  expect(await check(true)).toEqual({ ...fine, named: 2 })
})

it('finds what is left of uploads that nobody can go on with', async () => {
  const old = [
    ['uploads', 'a1'],
    ['uploads', 'a1.json'],
    ['media', '.incoming', 'draft'],
  ]
  for (const parts of old) {
    writeFileSync(path(...parts), 'part')
    writtenBefore(73 * hour, ...parts)
    writeFileSync(`${path(...parts)}-on-its-way`, 'part')
    writtenBefore(71 * hour, ...parts.slice(0, -1), `${parts.at(-1)}-on-its-way`)
  }
  expect((await check()).expired.map((file) => file.key).sort()).toEqual(['a1', 'a1.json', 'draft'])
  expect((await check(true)).removed).toBe(3)
  expect(old.map((parts) => existsSync(path(...parts)))).toEqual([false, false, false])
  expect(old.map((parts) => existsSync(`${path(...parts)}-on-its-way`))).toEqual([true, true, true])
})

it('in a bucket tells uploads in parts from files by their keys', async () => {
  const upload = '0123456789abcdef0123456789abcdef'
  const bucket = createDiskStore(path('bucket'))
  for (const name of [upload, `${upload}.info`, `${upload}.part`])
    await bucket.write(name, Readable.from([Buffer.from('x')]), '')
  for (const name of [upload, `${upload}.info`]) writtenBefore(73 * hour, 'bucket', name)
  writtenBefore(71 * hour, 'bucket', `${upload}.part`)
  const report = await checkMedia({ ...ctx, media: bucket })
  expect(report.orphans).toEqual([])
  expect(report.expired.map((file) => file.key).sort()).toEqual([upload, `${upload}.info`])
})

it('finds files that rows miss, and those of another size, and removes none of them', async () => {
  writeFileSync(path('media', key), 'short')
  expect(await check(true)).toEqual({ ...fine, differing: [{ key, expected: wav.length, found: 5 }] })
  await media.remove(key)
  expect(await check(true)).toEqual({ ...fine, missing: [key] })
  expect(await database.db.submissionAttachment.count()).toBe(1)
})
