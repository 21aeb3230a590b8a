import { Readable } from 'node:stream'
import { idempotency } from '@cpr/domain'
import {
  createAdministrator,
  createCourse,
  createPlan,
  createUser,
  ctxFor,
  enrollStudent,
  now,
  type TestCourse,
  type TestDatabase,
  type TestPlan,
  type TestStudent,
  type TestUser,
  testDatabase,
  testServices,
} from '@cpr/domain/testing'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createRequestContext } from './context.ts'
import { createCaller, withIdempotencyKey } from './index.ts'

let database: TestDatabase
let course: TestCourse
let student: TestStudent
let plan: TestPlan
let courseAssignmentId: number

beforeAll(async () => {
  database = await testDatabase()
})

beforeEach(async () => {
  course = await createCourse(database)
  student = await enrollStudent(database, course)
  plan = await createPlan(database)
  await callerOf(course.teacher).assignments.assignPlan({ course: course.slug, planId: plan.id })
  const row = await database.db.courseAssignment.findFirstOrThrow({
    where: { courseId: course.id },
    orderBy: { id: 'asc' },
  })
  courseAssignmentId = row.id
})

const callerOf = (user: TestUser, { idempotencyKey, at = now }: { idempotencyKey?: string; at?: Date } = {}) =>
  createCaller(
    createRequestContext({
      ...testServices,
      clock: { now: () => at },
      db: database.db,
      address: null,
      token: user.token,
      idempotencyKey,
      setSession: () => {},
    }),
  )

const key = (): string => crypto.randomUUID()

/** Hands in some writing. */
const write = (options: { idempotencyKey?: string; at?: Date }, content = 'What I heard', who: TestStudent = student) =>
  callerOf(who, options).submissions.create({ course: course.slug, courseAssignmentId, content })

const submissions = () => database.db.submission.count({ where: { enrollment: { courseId: course.id } } })

describe('a write with an idempotency key', () => {
  it('is done once, and answers the same again', async () => {
    const idempotencyKey = key()
    const first = await write({ idempotencyKey })
    expect(await write({ idempotencyKey })).toEqual(first)
    expect(await submissions()).toBe(1)
    await write({})
    await write({ idempotencyKey: key() })
    expect(await submissions()).toBe(3)
  })

  it('is done once where it comes many times at the same moment', async () => {
    const idempotencyKey = key()
    const answers = await Promise.all(Array.from({ length: 8 }, () => write({ idempotencyKey })))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(await submissions()).toBe(1)
  })

  it('may have its key in the input, one for each call of a batch', async () => {
    const input = { course: course.slug, courseAssignmentId, content: 'Once' }
    const [one, other] = [key(), key()]
    const { submissions: call } = callerOf(student, { idempotencyKey: key() })
    const answers = await Promise.all([one, one, other].map((own) => call.create(withIdempotencyKey(input, own))))
    expect(answers[0]).toEqual(answers[1])
    expect(answers[2]?.id).not.toBe(answers[0]?.id)
    expect(await submissions()).toBe(2)
  })

  it('without an input takes one all the same', async () => {
    const { auth } = callerOf(student)
    expect(await auth.signOut(withIdempotencyKey({}, key()) as never)).toEqual(expect.anything())
  })

  it('is refused where its key was used for another input, and done where another person or verb used it', async () => {
    const idempotencyKey = key()
    await write({ idempotencyKey })
    await expect(write({ idempotencyKey }, 'Something else')).rejects.toMatchObject({ code: 'CONFLICT' })
    const other = await enrollStudent(database, course)
    await write({ idempotencyKey }, 'What I heard', other)
    expect(await submissions()).toBe(2)
    const teacher = callerOf(course.teacher, { idempotencyKey })
    await teacher.courses.update({ course: course.slug, canEditInstruments: true })
    await teacher.assignments.unassign({ course: course.slug, pieceId: plan.piece.id }).catch(() => {})
  })

  it('that was refused leaves nothing, and may be tried again', async () => {
    const idempotencyKey = key()
    await database.db.course.update({ where: { id: course.id }, data: { archivedAt: now } })
    await expect(write({ idempotencyKey })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await database.db.idempotencyKey.count({ where: { userId: student.id } })).toBe(0)
    await database.db.course.update({ where: { id: course.id }, data: { archivedAt: null } })
    await write({ idempotencyKey })
    expect(await submissions()).toBe(1)
  })

  it.each(['', 'short', 'with spaces in it', 'a'.repeat(201)])(
    'is refused with the key "%s"',
    async (idempotencyKey) => {
      const input = withIdempotencyKey({ course: course.slug, courseAssignmentId, content: '' }, idempotencyKey)
      await expect(callerOf(student).submissions.create(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      expect(await submissions()).toBe(0)
    },
  )

  it('is forgotten after a day', async () => {
    const idempotencyKey = key()
    const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000)
    await write({ idempotencyKey })
    await write({ idempotencyKey, at: at(23) })
    expect(await submissions()).toBe(1)
    await write({ idempotencyKey, at: at(25) }, 'Something else')
    expect(await submissions()).toBe(2)
    const kept = () => database.db.idempotencyKey.count({ where: { userId: student.id } })
    await idempotency.forgetKeys(ctxFor(database, { kind: 'system' }, at(48)))
    expect(await kept()).toBe(1)
    expect(await idempotency.forgetKeys(ctxFor(database, { kind: 'system' }, at(50)))).toBeGreaterThan(0)
    expect(await kept()).toBe(0)
  })

  it('whose answer held a password does not keep it', async () => {
    const administrator = await createAdministrator(database)
    const idempotencyKey = key()
    const create = () =>
      callerOf(administrator, { idempotencyKey }).users.create({ username: `made-${idempotencyKey}`, name: 'Made' })
    const { newPassword } = await create()
    await expect(create()).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('shown once') })
    const kept = await database.db.idempotencyKey.findMany({ where: { userId: administrator.id } })
    expect(kept).toHaveLength(1)
    expect(JSON.stringify(kept)).not.toContain(newPassword)
  })

  it('of a file is done once, and the file is not taken again', async () => {
    const wav = Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), Buffer.alloc(2000, 7)])
    const send = (idempotencyKey: string) =>
      callerOf(student, { idempotencyKey }).submissions.handIn({
        course: course.slug,
        courseAssignmentId,
        filename: 'take.wav',
        body: Readable.from([wav]),
      })
    const idempotencyKey = key()
    const first = await send(idempotencyKey)
    expect(await send(idempotencyKey)).toEqual(first)
    const together = key()
    const answers = await Promise.all([send(together), send(together)])
    expect(answers[0]).toEqual(answers[1])
    expect(await submissions()).toBe(2)
    expect(
      await database.db.submissionAttachment.count({ where: { submission: { enrollmentId: student.enrollmentId } } }),
    ).toBe(2)
  })

  it('of a file is refused where its key is none, as every other', async () => {
    const about = { course: course.slug, courseAssignmentId, filename: 'take.wav' }
    for (const idempotencyKey of ['short', '\0'.repeat(8), '\ud800'.repeat(8), 'x'.repeat(201)])
      await expect(
        callerOf(student, { idempotencyKey }).submissions.handIn({
          ...about,
          body: Readable.from(['RIFF....WAVEfmt ']),
        }),
      ).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('of somebody who is nobody is done as without one', async () => {
    const nobody = await createUser(database, { isActive: false })
    await expect(callerOf(nobody, { idempotencyKey: key() }).auth.signOut()).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    })
    expect(await database.db.idempotencyKey.count({ where: { userId: nobody.id } })).toBe(0)
  })
})
