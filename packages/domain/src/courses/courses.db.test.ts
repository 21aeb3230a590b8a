import { beforeAll, describe, expect, it } from 'vitest'
import {
  createAdministrator,
  createTeacher,
  createCourse as createTestCourse,
  createUser,
  enrollStudent,
  now,
  systemCtx,
  type TestDatabase,
  testDatabase,
} from '../../testing/index.ts'
import { assignPiece, assignPieceInput } from '../assignments/index.ts'
import { archiveCourse, createCourse, createCourseInput, getCourse, listCourses, updateCourse } from './index.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
})

const dates = { startDate: '2026-08-20', endDate: '2026-12-18' }

describe('a new course', () => {
  it('has its maker as owner and teacher, and a slug of its name', async () => {
    const teacher = await createTeacher(database)
    const course = await createCourse(teacher.ctx, createCourseInput.parse({ name: 'Été à la Fête!', ...dates }))
    expect(course).toMatchObject({ slug: 'été-à-la-fête', ...dates, canEditInstruments: false, archivedAt: null })
    expect(course.owner?.id).toBe(teacher.id)
    expect((await getCourse(teacher.ctx, { course: course.slug })).role).toBe('TEACHER')
  })

  it('gets a number behind a slug that is taken, also when ten are made at once', async () => {
    const teacher = await createTeacher(database)
    const input = createCourseInput.parse({ name: 'Concert Band', ...dates })
    const slugs = []
    for (let nth = 0; nth < 2; nth += 1) slugs.push((await createCourse(teacher.ctx, input)).slug)
    expect(slugs).toEqual(['concert-band', 'concert-band-1'])
    const made = await Promise.allSettled(Array.from({ length: 4 }, () => createCourse(teacher.ctx, input)))
    expect(
      new Set(made.map((result) => (result.status === 'fulfilled' ? result.value.slug : result.reason))).size,
    ).toBe(4)
  })

  it('is for teachers and administrators to make', async () => {
    const input = createCourseInput.parse({ name: 'Mine', ...dates })
    const student = await createUser(database, { groups: ['STUDENT'] })
    await expect(createCourse(student.ctx, input)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await createCourse((await createAdministrator(database)).ctx, input)).slug).toBe('mine')
  })

  it('does not end before it starts', () => {
    const parsed = createCourseInput.safeParse({ name: 'Backwards', startDate: '2026-08-20', endDate: '2026-08-19' })
    expect(parsed.error?.issues[0]?.path).toEqual(['endDate'])
  })
})

describe('a course', () => {
  it('is changed by what is given, and keeps the rest', async () => {
    const { teacher, slug } = await createTestCourse(database)
    const changed = await updateCourse(teacher.ctx, { course: slug, name: 'Wind Ensemble', endDate: '2026-06-12' })
    expect(changed).toMatchObject({ slug, name: 'Wind Ensemble', startDate: '2026-01-12', endDate: '2026-06-12' })
    await expect(updateCourse(teacher.ctx, { course: slug, startDate: '2027-01-01' })).rejects.toMatchObject({
      code: 'invalid',
      details: { field: 'endDate' },
    })
  })

  it('refuses the slug of another', async () => {
    const [first, second] = [await createTestCourse(database), await createTestCourse(database)]
    await expect(updateCourse(first.teacher.ctx, { course: first.slug, slug: second.slug })).rejects.toMatchObject({
      code: 'conflict',
    })
    const { slug } = await updateCourse(first.teacher.ctx, { course: first.slug, slug: 'moved' })
    expect((await getCourse(first.teacher.ctx, { course: slug })).id).toBe(first.id)
  })

  it('is hidden from outsiders, who cannot tell it from one that is not there', async () => {
    const { slug } = await createTestCourse(database)
    const outsider = await createTeacher(database)
    const there = await getCourse(outsider.ctx, { course: slug }).catch((error) => error)
    const nowhere = await getCourse(outsider.ctx, { course: 'no-such-course' }).catch((error) => error)
    expect(there).toMatchObject({ code: 'not-found' })
    expect(there.message).toBe(nowhere.message)
  })

  it('is listed for its people alone, and for administrators with all others', async () => {
    const course = await createTestCourse(database)
    const student = await enrollStudent(database, course)
    const mine = await listCourses(student.ctx, { archived: false })
    expect(mine.map(({ slug, students }) => [slug, students])).toEqual([[course.slug, 1]])
    const all = await listCourses(systemCtx(database), { archived: false })
    expect(all.length).toBe(await database.db.course.count())
    expect(await listCourses((await createUser(database)).ctx, { archived: false })).toEqual([])
  })

  it('once archived leaves the list, refuses changes, and comes back', async () => {
    const course = await createTestCourse(database)
    const { ctx } = course.teacher
    expect((await archiveCourse(ctx, { course: course.slug, archived: true })).archivedAt).toBe(now.toISOString())
    expect(await listCourses(ctx, { archived: false })).toEqual([])
    expect(await listCourses(ctx, { archived: true })).toHaveLength(1)
    const assigning = assignPieceInput.parse({ course: course.slug, pieceId: 1 })
    await expect(assignPiece(ctx, assigning)).rejects.toMatchObject({ code: 'conflict' })
    expect((await archiveCourse(ctx, { course: course.slug, archived: false })).archivedAt).toBeNull()
    await expect(assignPiece(ctx, assigning)).rejects.toMatchObject({ code: 'not-found' })
  })
})
