/** What a teacher sees at a glance: what waits, how everybody stands, the groups, what assigning would do. */
import { beforeAll, describe, expect, it } from 'vitest'
import {
  createAdministrator,
  createCourse,
  createPlan,
  createTelephonePlan,
  enrollStudent,
  enrollStudents,
  type TestDatabase,
  type TestStudent,
  testDatabase,
} from '../../testing/index.ts'
import { assignPlan, courseGroups, previewAssign, setOverride } from '../assignments/index.ts'
import { createSubmission, grade, standings } from '../submissions/index.ts'
import { archiveCourse, waiting } from './index.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})

const taught = async () => {
  const course = await createCourse(database)
  const students = (await enrollStudents(database, course, 3)) as [TestStudent, TestStudent, TestStudent]
  const plan = await createPlan(database, { types: ['Melody', 'Reflection'] })
  await assignPlan(course.teacher.ctx, { course: course.slug, planId: plan.id, deadline: null })
  const rows = await database.db.courseAssignment.findMany({ where: { courseId: course.id }, orderBy: { id: 'asc' } })
  const [melody, reflection] = rows.map(({ id }) => id) as [number, number]
  const handIn = (student: TestStudent, courseAssignmentId = melody) =>
    createSubmission(student.ctx, { course: course.slug, courseAssignmentId, content: 'work' })
  const gradeIt = (submissionId: number, rhythm: number) =>
    grade(course.teacher.ctx, { course: course.slug, submissionId, rhythm, tone: null, expression: null })
  return { course, students, plan, melody, reflection, handIn, gradeIt }
}

describe('what waits in a course', () => {
  it('is the latest work that nobody graded: a new take waits again, an old one does not', async () => {
    const { course, students, handIn, gradeIt } = await taught()
    const wait = async () => (await waiting(course.teacher.ctx)).find((row) => row.course === course.slug)?.toGrade
    expect(await wait()).toBe(0)
    const first = await handIn(students[0])
    await handIn(students[1])
    expect(await wait()).toBe(2)
    await gradeIt(first.id, 4)
    expect(await wait()).toBe(1)
    await handIn(students[0])
    expect(await wait()).toBe(2)
  })

  it('is who has no instrument, and who joined after groups were made', async () => {
    const { course } = await taught()
    const telephone = await createTelephonePlan(database)
    await assignPlan(course.teacher.ctx, { course: course.slug, planId: telephone.id, deadline: null })
    await enrollStudent(database, course, { instrument: null })
    await enrollStudent(database, course)
    const [row] = await waiting(course.teacher.ctx)
    expect(row).toEqual({ course: course.slug, toGrade: 0, withoutInstrument: 1, withoutGroup: 2 })
  })

  it('is told to its teachers and to administrators, and of courses that are not archived', async () => {
    const { course, students } = await taught()
    expect(await waiting(students[0].ctx)).toEqual([])
    const admin = await createAdministrator(database)
    expect((await waiting(admin.ctx)).map((row) => row.course)).toContain(course.slug)
    await archiveCourse(course.teacher.ctx, { course: course.slug, archived: true })
    expect(await waiting(course.teacher.ctx)).toEqual([])
  })
})

describe('how students stand', () => {
  it('is told where there is work, a deadline of their own, or a place in a group', async () => {
    const { course, students, melody, reflection, handIn, gradeIt } = await taught()
    const [first, second, third] = students
    const { slug } = course
    await gradeIt((await handIn(first)).id, 3)
    await gradeIt((await handIn(first)).id, 4.25)
    const latest = await handIn(second)
    await setOverride(course.teacher.ctx, {
      course: slug,
      courseAssignmentId: reflection,
      enrollmentId: third.enrollmentId,
      deadline: '2026-05-01',
    })
    const cells = await standings(course.teacher.ctx, { course: slug })
    expect(
      cells.map(({ enrollmentId, courseAssignmentId, takes, grade, deadline }) => [
        enrollmentId,
        courseAssignmentId,
        takes,
        grade?.rhythm ?? null,
        deadline,
      ]),
    ).toEqual([
      [first.enrollmentId, melody, 2, 4.25, null],
      [second.enrollmentId, melody, 1, null, null],
      [third.enrollmentId, reflection, 0, null, '2026-05-01'],
    ])
    expect(cells[1]?.submissionId).toBe(latest.id)

    const telephone = await createTelephonePlan(database)
    await assignPlan(course.teacher.ctx, { course: slug, planId: telephone.id, deadline: null })
    const after = await standings(course.teacher.ctx, { course: slug })
    expect(after).toHaveLength(6)
  })
})

it('the groups of telephone plans name everybody with what they do', async () => {
  const { course, students } = await taught()
  const telephone = await createTelephonePlan(database)
  await assignPlan(course.teacher.ctx, { course: course.slug, planId: telephone.id, deadline: null })
  const [group, ...others] = await courseGroups(course.teacher.ctx, { course: course.slug })
  expect(others).toEqual([])
  expect(group?.members.map(({ activityType }) => activityType)).toEqual(['Aural', 'Theoretical', 'Exploratory'])
  expect(new Set(group?.members.map(({ enrollmentId }) => enrollmentId))).toEqual(
    new Set(students.map(({ enrollmentId }) => enrollmentId)),
  )
  expect(group?.members.every(({ submitted }) => !submitted)).toBe(true)
})

describe('what assigning would do', () => {
  it('is shown with what is assigned already, and with who has no instrument, and nothing is written', async () => {
    const { course, plan } = await taught()
    const { enrollmentId, username } = await enrollStudent(database, course, { instrument: null })
    const before = await database.db.courseAssignment.count()
    const more = await createPlan(database, { types: ['Melody', 'Bassline'] })
    const preview = (planId: number) => previewAssign(course.teacher.ctx, { course: course.slug, source: { planId } })
    expect(await preview(plan.id)).toMatchObject({
      pieces: [
        {
          telephone: false,
          activities: [
            { type: 'Melody', assigned: true },
            { type: 'Reflection', assigned: true },
          ],
        },
      ],
      students: 4,
      withoutInstrument: [{ enrollmentId, username }],
    })
    const [piece] = (await preview(more.id)).pieces
    expect(piece?.activities.map(({ assigned }) => assigned)).toEqual([false, false])
    const whole = await previewAssign(course.teacher.ctx, { course: course.slug, source: { pieceId: plan.piece.id } })
    expect(whole.pieces[0]?.activities.map(({ type }) => type)).toContain('Creativity')
    expect(await database.db.courseAssignment.count()).toBe(before)
    await expect(preview(999_999)).rejects.toMatchObject({ details: { entity: 'PiecePlan' } })
  })
})
