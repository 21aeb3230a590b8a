import { Readable } from 'node:stream'
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import {
  createAdministrator,
  createCourse,
  createPlan,
  createTeacher,
  enrollStudent,
  type TestCourse,
  type TestDatabase,
  type TestStudent,
  type TestUser,
  testDatabase,
} from '../../testing/index.ts'
import { assignPlan } from '../assignments/index.ts'
import { signOut } from '../auth/index.ts'
import { mostStreams } from '../events/index.ts'
import { restoreRemoval } from '../removals/index.ts'
import { attach, changeGrade, createSubmission, grade, gradeSelf, handIn, removeGrade, watchWork } from './index.ts'

let database: TestDatabase
let course: TestCourse
let student: TestStudent
let courseAssignmentId: number

beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  course = await createCourse(database)
  student = await enrollStudent(database, course)
  const plan = await createPlan(database)
  await assignPlan(course.teacher.ctx, { course: course.slug, planId: plan.id, deadline: null })
  const row = await database.db.courseAssignment.findFirstOrThrow({ where: { courseId: course.id } })
  courseAssignmentId = row.id
})

const watching = async (who: TestUser = course.teacher, silenceMs = 60_000, end = new AbortController()) => {
  onTestFinished(() => end.abort())
  const stream = await watchWork(who.ctx, { course: course.slug }, end.signal, { silenceMs })
  return { end, stream }
}

/** A stream that has heard that nothing is missed from here on. */
const hearing = async (...args: Parameters<typeof watching>) => {
  const { end, stream } = await watching(...args)
  expect(await stream.next()).toEqual({ done: false, value: { kind: 'behind' } })
  return { end, stream, next: async () => (await stream.next()).value }
}

const handInText = () => createSubmission(student.ctx, { course: course.slug, courseAssignmentId, content: 'mine' })
const take = () => ({
  filename: 'take.wav',
  body: Readable.from([Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), Buffer.alloc(100)])]),
})
const marks = { rhythm: 4, tone: null, expression: null }

describe('a teacher who watches the work of a course', () => {
  it('hears of what is handed in, in writing or as a recording, and of files that are added', async () => {
    const { next } = await hearing()
    const written = await handInText()
    expect(await next()).toEqual({ kind: 'handed-in', submissionId: written.id })
    const recorded = await handIn(student.ctx, { course: course.slug, courseAssignmentId, content: '', ...take() })
    expect(await next()).toEqual({ kind: 'handed-in', submissionId: recorded.id })
    await attach(student.ctx, { course: course.slug, submissionId: written.id, ...take() })
    expect(await next()).toEqual({ kind: 'handed-in', submissionId: written.id })
  })

  it('hears of grades: given, changed, taken away, brought back, and the own rating of a student', async () => {
    const { next } = await hearing()
    const { id: submissionId } = await handInText()
    expect(await next()).toEqual({ kind: 'handed-in', submissionId })
    const about = { course: course.slug, submissionId }
    await gradeSelf(student.ctx, { ...about, ...marks })
    expect(await next()).toEqual({ kind: 'rated', submissionId })
    const given = await grade(course.teacher.ctx, { ...about, ...marks })
    expect(await next()).toEqual({ kind: 'graded', submissionId })
    await changeGrade(course.teacher.ctx, { course: course.slug, id: given.id, tone: 3 })
    expect(await next()).toEqual({ kind: 'graded', submissionId })
    const { removal } = await removeGrade(course.teacher.ctx, { course: course.slug, id: given.id })
    expect(await next()).toEqual({ kind: 'graded', submissionId })
    await restoreRemoval(course.teacher.ctx, { id: removal })
    expect(await next()).toEqual({ kind: 'graded', submissionId })
    // Once, though the grade has a history: what comes next is of something else.
    await gradeSelf(student.ctx, { ...about, ...marks })
    expect(await next()).toEqual({ kind: 'rated', submissionId })
  })

  it('hears nothing of another course', async () => {
    const elsewhere = await createCourse(database)
    const other = await enrollStudent(database, elsewhere)
    const plan = await createPlan(database)
    await assignPlan(elsewhere.teacher.ctx, { course: elsewhere.slug, planId: plan.id, deadline: null })
    const there = await database.db.courseAssignment.findFirstOrThrow({ where: { courseId: elsewhere.id } })
    const { next } = await hearing()
    await createSubmission(other.ctx, { course: elsewhere.slug, courseAssignmentId: there.id, content: 'theirs' })
    const { id: submissionId } = await handInText()
    expect(await next()).toEqual({ kind: 'handed-in', submissionId })
  })
})

describe('a stream ends', () => {
  it('with the session of whoever asked, before it says anything more', async () => {
    const { stream } = await hearing()
    await signOut(course.teacher.ctx)
    await handInText()
    await expect(stream.next()).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await stream.next()).toEqual({ done: true, value: undefined })
  })

  it('with a session that has expired, though nothing happens in the course', async () => {
    const { stream } = await hearing(course.teacher, 20)
    await database.db.session.updateMany({
      where: { userId: course.teacher.id },
      data: { expiresAt: new Date('2020-01-01') },
    })
    await expect(stream.next()).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('when somebody teaches the course no more', async () => {
    const colleague = await createTeacher(database)
    await database.db.enrollment.create({ data: { userId: colleague.id, courseId: course.id, role: 'TEACHER' } })
    const { stream } = await hearing(colleague)
    await database.db.enrollment.deleteMany({ where: { userId: colleague.id } })
    await handInText()
    await expect(stream.next()).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('when whoever listens leaves', async () => {
    const { end, stream } = await hearing()
    const last = stream.next()
    end.abort()
    expect(await last).toEqual({ done: true, value: undefined })
  })
})

describe('of one person there are ten streams at most', () => {
  it('and a place is free again when one ends, however it ends', async () => {
    const streams = await Promise.all(Array.from({ length: mostStreams }, () => watching()))
    const refused = expect.objectContaining({ code: 'too-many-streams', details: { limit: mostStreams } })
    await expect(watching()).rejects.toEqual(refused)
    // Others are not in the way.
    await watching(await createAdministrator(database))

    // One that was never read, one that was, one that broke off.
    streams[0]?.end.abort()
    await watching()
    await streams[1]?.stream.next()
    await streams[1]?.stream.return()
    await watching()
    await expect(watching()).rejects.toEqual(refused)
    await streams[2]?.stream.next()
    await expect(streams[2]?.stream.throw(new Error('broken'))).rejects.toThrow('broken')
    await watching()
    await expect(watching()).rejects.toEqual(refused)
  })

  it('and whoever left before the answer holds no place', async () => {
    for (let nth = 0; nth <= mostStreams; nth += 1) {
      const gone = new AbortController()
      gone.abort()
      await watching(course.teacher, 60_000, gone)
    }
    await hearing()
  })
})
