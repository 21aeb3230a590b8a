import { beforeAll, describe, expect, it } from 'vitest'
import {
  createCourse,
  createPlan,
  createUser,
  enrollStudent,
  enrollStudents,
  instrumentId,
  type TestDatabase,
  testDatabase,
} from '../../testing/index.ts'
import { assignPlan } from '../assignments/index.ts'
import { archiveCourse } from '../courses/index.ts'
import { listRoster } from '../roster/index.ts'
import { createSubmission } from '../submissions/index.ts'
import { changeInstrument, enroll, enrollInput, getEnrollment, myEnrollments, removeEnrollment } from './index.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})

describe('enrolling', () => {
  it('takes a course by its id too, and answers a teacher who is in it already with what is there', async () => {
    const { id, slug, teacher } = await createCourse(database)
    const again = { course: { id }, user: { id: teacher.id }, role: 'TEACHER' }
    const before = await listRoster(teacher.ctx, { course: slug })
    expect((await enroll(teacher.ctx, enrollInput.parse(again))).id).toBe(before[0]?.id)
    expect(await listRoster(teacher.ctx, { course: slug })).toEqual(before)
    const oboe = await instrumentId(database, 'Oboe')
    for (const other of [{ role: 'STUDENT' }, { instrumentId: oboe }])
      await expect(enroll(teacher.ctx, enrollInput.parse({ ...again, ...other }))).rejects.toMatchObject({
        code: 'conflict',
      })
  })

  it('takes a user by id or by name, as a student unless told', async () => {
    const { teacher, slug } = await createCourse(database)
    const [first, second] = [await createUser(database), await createUser(database)]
    const oboe = await instrumentId(database, 'Oboe')
    const byId = await enroll(
      teacher.ctx,
      enrollInput.parse({ course: slug, user: { id: first.id }, instrumentId: oboe }),
    )
    expect(byId).toMatchObject({
      role: 'STUDENT',
      instrument: { name: 'Oboe', transposition: { name: 'Concert Pitch TC' } },
    })
    await enroll(teacher.ctx, enrollInput.parse({ course: slug, user: { username: second.username }, role: 'TEACHER' }))
    const roster = await listRoster(teacher.ctx, { course: slug })
    expect(roster.map(({ user, role }) => [user.username, role])).toEqual([
      [teacher.username, 'TEACHER'],
      [first.username, 'STUDENT'],
      [second.username, 'TEACHER'],
    ])
    expect((await myEnrollments(first.ctx)).map(({ course }) => course.slug)).toEqual([slug])
  })

  it('refuses who is in the course, who is not there or gone, and an instrument that is not there', async () => {
    const course = await createCourse(database)
    const { ctx } = course.teacher
    const student = await enrollStudent(database, course)
    const gone = await createUser(database, { isActive: false })
    const fresh = await createUser(database)
    const tries = [
      [{ user: { id: student.id } }, { code: 'conflict' }],
      [{ user: { id: 999_999 } }, { details: { entity: 'User' } }],
      [{ user: { username: 'nobody at all' } }, { details: { entity: 'User' } }],
      [{ user: { id: gone.id } }, { details: { entity: 'User' } }],
      [{ user: { id: fresh.id }, instrumentId: 999_999 }, { details: { entity: 'Instrument' } }],
    ] as const
    for (const [input, error] of tries)
      await expect(enroll(ctx, enrollInput.parse({ course: course.slug, ...input }))).rejects.toMatchObject(error)
    expect(await database.db.enrollment.count({ where: { courseId: course.id } })).toBe(2)
  })
})

describe('an enrollment', () => {
  it('is for the person enrolled and the teachers of the course to see', async () => {
    const course = await createCourse(database)
    const [student, other] = await enrollStudents(database, course, 2)
    const id = student?.enrollmentId as number
    for (const reader of [student, course.teacher])
      expect((await getEnrollment((reader ?? course.teacher).ctx, { id })).course.slug).toBe(course.slug)
    await expect(getEnrollment((other ?? course.teacher).ctx, { id })).rejects.toMatchObject({
      code: 'not-found',
      details: { entity: 'Enrollment' },
    })
  })

  it('changes its instrument, and back to that of the account', async () => {
    const course = await createCourse(database)
    const { enrollmentId: id } = await enrollStudent(database, course)
    const oboe = await instrumentId(database, 'Oboe')
    const { ctx } = course.teacher
    expect((await changeInstrument(ctx, { id, instrumentId: oboe })).instrument?.name).toBe('Oboe')
    expect((await changeInstrument(ctx, { id, instrumentId: null })).instrument).toBeNull()
    await expect(changeInstrument(ctx, { id, instrumentId: 999_999 })).rejects.toMatchObject({
      details: { entity: 'Instrument' },
    })
    await archiveCourse(ctx, { course: course.slug, archived: true })
    await expect(changeInstrument(ctx, { id, instrumentId: oboe })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is removed, unless there is work', async () => {
    const course = await createCourse(database)
    const [idle, opened, worker] = await enrollStudents(database, course, 3)
    const plan = await createPlan(database)
    const { ctx } = course.teacher
    await assignPlan(ctx, { course: course.slug, planId: plan.id, deadline: null })
    const { id: courseAssignmentId } = await database.db.courseAssignment.findFirstOrThrow({
      where: { courseId: course.id },
    })
    await createSubmission((worker ?? course.teacher).ctx, { course: course.slug, courseAssignmentId, content: 'kept' })
    await database.db.activityProgress.create({
      data: { courseAssignmentId, enrollmentId: opened?.enrollmentId as number },
    })
    expect(await removeEnrollment(ctx, { id: idle?.enrollmentId as number })).toEqual({
      removed: true,
      removal: expect.any(Number),
    })
    for (const student of [opened, worker])
      await expect(removeEnrollment(ctx, { id: student?.enrollmentId as number })).rejects.toMatchObject({
        code: 'work-handed-in',
      })
    expect(await database.db.enrollment.count({ where: { courseId: course.id, role: 'STUDENT' } })).toBe(2)
  })

  it('of the last teacher stays', async () => {
    const course = await createCourse(database)
    const own = await database.db.enrollment.findFirstOrThrow({ where: { courseId: course.id } })
    await expect(removeEnrollment(course.teacher.ctx, { id: own.id })).rejects.toMatchObject({ code: 'conflict' })
    await enrollStudent(database, course, { role: 'TEACHER' })
    expect(await removeEnrollment(course.teacher.ctx, { id: own.id })).toEqual({
      removed: true,
      removal: expect.any(Number),
    })
  })
})
