import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createCourse,
  createPlan,
  createTelephonePlan,
  enrollStudent,
  enrollStudents,
  now,
  type TestCourse,
  type TestDatabase,
  type TestStudent,
  testDatabase,
} from '../../testing/index.ts'
import { assignPlan, myAssignments } from '../assignments/index.ts'
import { archiveCourse } from '../courses/index.ts'
import { standings } from '../submissions/index.ts'
import {
  logEvent,
  logEventInput,
  logEvents,
  logEventsInput,
  openProgress,
  openProgressInput,
  progressOfAssignment,
  saveAudioState,
  saveResponse,
  submitStep,
} from './index.ts'

let database: TestDatabase
let course: TestCourse
let student: TestStudent
let target: { course: string; courseAssignmentId: number }

beforeAll(async () => {
  database = await testDatabase()
})

const assignedTo = async (of: TestCourse, telephone: boolean): Promise<typeof target> => {
  const plan = telephone ? await createTelephonePlan(database) : await createPlan(database)
  await assignPlan(of.teacher.ctx, { course: of.slug, planId: plan.id, deadline: null })
  const { id } = await database.db.courseAssignment.findFirstOrThrow({
    where: { courseId: of.id, pieceId: plan.piece.id },
    orderBy: { id: 'asc' },
  })
  return { course: of.slug, courseAssignmentId: id }
}

beforeEach(async () => {
  course = await createCourse(database)
  student = await enrollStudent(database, course)
  target = await assignedTo(course, false)
})

const open = (who = student) => openProgress(who.ctx, openProgressInput.parse(target))
const log = (operation: string, step: number, more: object = {}) =>
  logEvent(student.ctx, logEventInput.parse({ ...target, operation, step, ...more }))

it('is made at the first look, and the same at every other', async () => {
  const first = await open()
  expect(first).toMatchObject({
    enrollmentId: student.enrollmentId,
    currentStep: 1,
    stepCompletions: {},
    events: [],
    questionResponses: {},
    participantEmail: null,
    audioEditHistory: [],
    createdAt: now.toISOString(),
  })
  expect(await Promise.all([1, 2, 3].map(() => open()))).toEqual([first, first, first])
})

describe('events', () => {
  it('are kept one by one with the time of the server; a step names each operation once', async () => {
    await log('play', 1, { data: { at: 1.5 }, email: 's@example.org' })
    await log('play', 1, { email: 'other@example.org' })
    const after = await log('cut', 2)
    expect(after).toMatchObject({ stepCompletions: { 1: ['play'], 2: ['cut'] }, participantEmail: 's@example.org' })
    expect((await open()).events).toMatchObject([
      { step: 1, operation: 'play', data: { at: 1.5 }, at: now.toISOString() },
      { step: 1, operation: 'play', data: {} },
      { step: 2, operation: 'cut', data: {} },
    ])
  })

  it('fifty at once lose nothing, the first of all among them', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, nth) => log(`operation ${nth}`, 1 + (nth % 4))))
    const { events, stepCompletions } = await open()
    expect(events).toHaveLength(50)
    expect(Object.values(stepCompletions).flat()).toHaveLength(50)
    expect(await database.db.activityProgress.count({ where: { enrollmentId: student.enrollmentId } })).toBe(1)
  })

  it('cost the same after ten thousand as after one: the same statements, and the same answer', async () => {
    const first = await database.statementsOf(() => log('play', 1))
    const { id: progressId } = await open()
    await database.db.activityEvent.createMany({
      data: Array.from({ length: 10_000 }, () => ({ progressId, step: 1, operation: 'play' })),
    })
    const size = JSON.stringify(await log('play', 1)).length
    const later = await database.statementsOf(() => log('play', 1))
    expect(later).toEqual(first)
    expect(size).toBeLessThan(1000)
    const latest = await openProgress(student.ctx, openProgressInput.parse({ ...target, events: 3 }))
    expect(latest.events).toHaveLength(3)
  })
})

describe('events that a browser kept', () => {
  const event = (operation: string, step: number, more: object = {}) => ({
    key: randomUUID(),
    operation,
    step,
    ago: 0,
    ...more,
  })
  const send = (events: object[]) => logEvents(student.ctx, logEventsInput.parse({ ...target, events }))

  it('are kept in their order, with the time at which they happened, beside those before', async () => {
    await log('cut', 1)
    const sent = [
      event('play', 1, { ago: 90_000, data: { from: 2 } }),
      event('play', 1, { ago: 60_000 }),
      event('stop', 1, { ago: 30_000 }),
      event('play', 2),
    ]
    expect((await send(sent)).stepCompletions).toEqual({ 1: ['cut', 'play', 'stop'], 2: ['play'] })
    const { events } = await open()
    expect(events.slice(1).map(({ operation, step, at }) => [operation, step, now.getTime() - Date.parse(at)])).toEqual(
      [
        ['play', 1, 90_000],
        ['play', 1, 60_000],
        ['stop', 1, 30_000],
        ['play', 2, 0],
      ],
    )
    expect(events[1]?.data).toEqual({ from: 2 })
  })

  it('are kept once, however often and whichever way they are sent again', async () => {
    const [first, second, third] = [event('play', 1), event('stop', 1), event('play', 2)]
    await send([first, second])
    await send([first, second])
    await Promise.all([send([second, third]), send([third]), send([first, third])])
    const { events, stepCompletions } = await open()
    expect(events.map(({ operation, step }) => [operation, step])).toEqual([
      ['play', 1],
      ['stop', 1],
      ['play', 2],
    ])
    expect(stepCompletions).toEqual({ 1: ['play', 'stop'], 2: ['play'] })
  })

  it('of two students may have the same key', async () => {
    const other = await enrollStudent(database, course)
    const same = event('play', 1)
    await send([same])
    await logEvents(other.ctx, logEventsInput.parse({ ...target, events: [same] }))
    expect([(await open()).events.length, (await open(other)).events.length]).toEqual([1, 1])
  })

  it('come with no address of anybody', () => {
    const parsed = logEventsInput.parse({ ...target, events: [event('play', 1, { email: 's@example.org' })] })
    expect(parsed.events[0]).not.toHaveProperty('email')
  })
})

describe('steps', () => {
  it('finish the activity with the fourth, at the first time', async () => {
    const submit = (step?: number) => submitStep(student.ctx, { ...target, step, questionResponses: {} })
    expect((await submit(3)).finishedAt).toBeNull()
    expect((await submit()).finishedAt).toBe(now.toISOString())
    await database.db.activityProgress.updateMany({
      where: { enrollmentId: student.enrollmentId },
      data: { finishedAt: new Date('2026-01-01T10:00:00Z') },
    })
    expect((await submit(4)).finishedAt).toBe('2026-01-01T10:00:00.000Z')
    expect((await submit(1)).finishedAt).toBe('2026-01-01T10:00:00.000Z')

    const atOnce = await enrollStudent(database, course)
    expect(await submitStep(atOnce.ctx, { ...target, step: 4, questionResponses: {} })).toMatchObject({
      currentStep: 4,
      finishedAt: now.toISOString(),
    })
  })

  it('open one after the other, up to the fourth, and never close again', async () => {
    const submit = async (step: number) =>
      (await submitStep(student.ctx, { ...target, step, questionResponses: {} })).currentStep
    expect([await submit(1), await submit(4), await submit(9), await submit(1)]).toEqual([2, 4, 4, 4])
  })

  it('bring answers, which are added to those before', async () => {
    await saveResponse(student.ctx, { ...target, questionId: 'q1', response: 'louder' })
    await submitStep(student.ctx, { ...target, step: 1, questionResponses: { q2: 'yes' } })
    const after = await saveResponse(student.ctx, { ...target, questionId: 'q1', response: '' })
    expect(after).toMatchObject({ currentStep: 2, questionResponses: { q1: '', q2: 'yes' } })
  })
})

it('keeps what is given of the recording, and leaves the rest', async () => {
  await saveAudioState(student.ctx, {
    ...target,
    audioUrl: 'blob:abc',
    editHistory: [{ url: 'blob:abc', effectName: 'reverb' }],
    metadata: { duration: 3.2 },
  })
  expect(await saveAudioState(student.ctx, { ...target, metadata: { duration: 4 } })).toMatchObject({
    currentAudioUrl: 'blob:abc',
    audioEditHistory: [{ url: 'blob:abc', effectName: 'reverb' }],
    audioMetadata: { duration: 4 },
  })
  expect(await saveAudioState(student.ctx, target)).toMatchObject({ currentAudioUrl: 'blob:abc' })
  expect((await saveAudioState(student.ctx, { ...target, audioUrl: null })).currentAudioUrl).toBeNull()
})

it('is of whoever sees the assignment: other courses, other groups and outsiders find none', async () => {
  const other = await createCourse(database)
  const members = await enrollStudents(database, other, 3)
  const telephone = await assignedTo(other, true)
  const opened = await Promise.allSettled(
    members.map(({ ctx }) => openProgress(ctx, openProgressInput.parse(telephone))),
  )
  expect(opened.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
  await expect(open(members[0])).rejects.toMatchObject({ code: 'not-found', details: { entity: 'Enrollment' } })
  await expect(
    openProgress(student.ctx, openProgressInput.parse({ ...target, courseAssignmentId: telephone.courseAssignmentId })),
  ).rejects.toMatchObject({ details: { entity: 'CourseAssignment' } })
})

it('of an archived course can be read by who has begun, and is changed by nobody', async () => {
  await saveResponse(student.ctx, { ...target, questionId: 'q1', response: 'kept' })
  const late = await enrollStudent(database, course)
  await archiveCourse(course.teacher.ctx, { course: course.slug, archived: true })
  expect((await open()).questionResponses).toEqual({ q1: 'kept' })
  for (const change of [
    () => open(late),
    () => log('play', 1),
    () => submitStep(student.ctx, { ...target, questionResponses: {} }),
  ])
    await expect(change()).rejects.toMatchObject({ code: 'conflict' })
})

describe('for the teacher', () => {
  const ofAssignment = (who: TestCourse['teacher'] = course.teacher, of = target) => progressOfAssignment(who.ctx, of)

  it('everybody is there, with the step they are at and what they answered', async () => {
    const [busy, idle] = [student, await enrollStudent(database, course)]
    await saveResponse(busy.ctx, { ...target, questionId: 'q1', response: 'louder' })
    await submitStep(busy.ctx, { ...target, step: 1, questionResponses: {} })
    const rows = await ofAssignment()
    expect(rows.map(({ enrollmentId }) => enrollmentId).sort()).toEqual([busy.enrollmentId, idle.enrollmentId].sort())
    const rowOf = ({ enrollmentId }: TestStudent) => rows.find((row) => row.enrollmentId === enrollmentId)
    expect(rowOf(busy)).toMatchObject({ currentStep: 2, finishedAt: null, questionResponses: { q1: 'louder' } })
    expect(rowOf(idle)).toMatchObject({ currentStep: null, finishedAt: null, questionResponses: {} })
  })

  it('of an activity for groups, those who have it', async () => {
    await enrollStudents(database, course, 2)
    const telephone = await assignedTo(course, true)
    expect(await ofAssignment(course.teacher, telephone)).toHaveLength(1)
  })

  it('is nothing of other courses, and nobody where there is nobody', async () => {
    const empty = await createCourse(database)
    expect(await ofAssignment(empty.teacher, await assignedTo(empty, false))).toEqual([])
    await expect(ofAssignment(course.teacher, { ...target, courseAssignmentId: 999_999 })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(ofAssignment(empty.teacher, { ...target, course: empty.slug })).rejects.toMatchObject({
      details: { entity: 'CourseAssignment' },
    })
  })
})

it('is seen by the student beside the assignment, and by the teacher in the gradebook', async () => {
  const ofMine = async () =>
    (await myAssignments(student.ctx, { course: course.slug, withNotation: false }))
      .flatMap(({ assignments }) => assignments)
      .find(({ id }) => id === target.courseAssignmentId)?.progress
  expect(await ofMine()).toBeNull()
  await submitStep(student.ctx, { ...target, step: 4, questionResponses: {} })
  const finished = { currentStep: 4, finishedAt: now.toISOString() }
  expect(await ofMine()).toEqual(finished)
  expect(await standings(course.teacher.ctx, { course: course.slug })).toMatchObject([
    { enrollmentId: student.enrollmentId, takes: 0, progress: finished },
  ])
})
