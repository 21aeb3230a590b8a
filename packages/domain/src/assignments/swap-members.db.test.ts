import { beforeAll, describe, expect, it } from 'vitest'
import {
  createCourse,
  createTelephonePlan,
  enrollStudents,
  type TestCourse,
  type TestDatabase,
  type TestStudent,
  testDatabase,
} from '../../testing/index.ts'
import { archiveCourse } from '../courses/index.ts'
import { createSubmission } from '../submissions/index.ts'
import { assignPlan, myAssignments, swapMembers } from './index.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})

type World = { course: TestCourse; students: TestStudent[] }

const grouped = async (count: number): Promise<World> => {
  const course = await createCourse(database)
  const students = await enrollStudents(database, course, count)
  const { id } = await createTelephonePlan(database)
  await assignPlan(course.teacher.ctx, { course: course.slug, planId: id, deadline: null })
  return { course, students }
}

const placesOf = ({ course }: World) =>
  database.db.groupAssignment.findMany({
    where: { courseAssignment: { courseId: course.id } },
    orderBy: [{ groupId: 'asc' }, { courseAssignmentId: 'asc' }],
  })

type Place = Awaited<ReturnType<typeof placesOf>>[number]

const keyOf = ({ enrollmentId, courseAssignmentId }: Place) => ({ enrollmentId, courseAssignmentId })

const swap = ({ course }: World, first: Place, second: Place) =>
  swapMembers(course.teacher.ctx, { course: course.slug, first: keyOf(first), second: keyOf(second) })

const handIn = async ({ course, students }: World, { enrollmentId, courseAssignmentId }: Place) => {
  const student = students.find((one) => one.enrollmentId === enrollmentId) as TestStudent
  await createSubmission(student.ctx, { course: course.slug, courseAssignmentId, content: 'kept' })
}

describe('two members of telephone groups', () => {
  it('trade places: group and activity go from one to the other, everybody else stays', async () => {
    const world = await grouped(6)
    const before = await placesOf(world)
    const first = before[0] as Place
    const second = before.find(
      (place) => place.groupId !== first.groupId && place.courseAssignmentId !== first.courseAssignmentId,
    ) as Place
    expect(await swap(world, first, second)).toEqual([
      { groupId: first.groupId, enrollmentId: second.enrollmentId, courseAssignmentId: first.courseAssignmentId },
      { groupId: second.groupId, enrollmentId: first.enrollmentId, courseAssignmentId: second.courseAssignmentId },
    ])
    const after = await placesOf(world)
    expect(after).toEqual(
      before.map((place) => {
        if (place.id === first.id) return { ...place, enrollmentId: second.enrollmentId }
        if (place.id === second.id) return { ...place, enrollmentId: first.enrollmentId }
        return place
      }),
    )
    const student = world.students.find(({ enrollmentId }) => enrollmentId === first.enrollmentId) as TestStudent
    const [piece] = await myAssignments(student.ctx, { course: world.course.slug, withNotation: false })
    expect(piece?.assignments.map(({ id }) => id)).toEqual([second.courseAssignmentId])

    await swap(world, { ...first, enrollmentId: second.enrollmentId }, { ...second, enrollmentId: first.enrollmentId })
    expect(await placesOf(world)).toEqual(before)
  })

  it('trade groups alone where both have the same activity, even with work handed in: nobody loses it', async () => {
    const world = await grouped(6)
    const [first, ...others] = (await placesOf(world)) as [Place, ...Place[]]
    const second = others.find(({ courseAssignmentId }) => courseAssignmentId === first.courseAssignmentId) as Place
    await handIn(world, first)
    await swap(world, first, second)
    expect((await placesOf(world)).find(({ id }) => id === first.id)).toEqual({
      ...first,
      enrollmentId: second.enrollmentId,
    })
  })

  it('stay where one of them would lose an activity that they handed work in for, whoever is named first', async () => {
    const world = await grouped(3)
    const before = (await placesOf(world)) as [Place, Place, Place]
    await handIn(world, before[1])
    for (const [first, second] of [
      [before[0], before[1]],
      [before[1], before[0]],
    ] as const)
      await expect(swap(world, first, second)).rejects.toMatchObject({
        code: 'work-handed-in',
        details: { submissions: 1 },
      })
    expect(await placesOf(world)).toEqual(before)
    await swap(world, before[0], before[2])
  })

  it('stay where somebody would have an activity twice, and where both are one', async () => {
    // Two groups of four students: two of them have two activities.
    const world = await grouped(4)
    const before = await placesOf(world)
    const twice = before.filter(({ enrollmentId }, index) =>
      before.some((place, other) => other !== index && place.enrollmentId === enrollmentId),
    )
    const [one] = twice as [Place]
    const other = twice.find((place) => place.enrollmentId === one.enrollmentId && place.id !== one.id) as Place
    await expect(swap(world, one, other)).rejects.toMatchObject({ code: 'invalid', details: { field: 'second' } })
    const inTheWay = before.find(
      (place) => place.enrollmentId !== one.enrollmentId && place.courseAssignmentId === other.courseAssignmentId,
    ) as Place
    await expect(swap(world, one, inTheWay)).rejects.toMatchObject({ code: 'conflict' })
    await expect(swap(world, inTheWay, one)).rejects.toMatchObject({ code: 'conflict' })
    expect(await placesOf(world)).toEqual(before)
  })

  it('are of one piece, of this course, and in a group', async () => {
    const world = await grouped(3)
    const { course } = world
    const [place] = (await placesOf(world)) as [Place]
    const { id } = await createTelephonePlan(database)
    await assignPlan(course.teacher.ctx, { course: course.slug, planId: id, deadline: null })
    const ofOther = (await placesOf(world)).find(
      ({ courseAssignmentId, enrollmentId }) =>
        enrollmentId !== place.enrollmentId && courseAssignmentId > place.courseAssignmentId + 2,
    ) as Place
    await expect(swap(world, place, ofOther)).rejects.toMatchObject({ code: 'invalid' })
    const elsewhere = await grouped(3)
    const [foreign] = (await placesOf(elsewhere)) as [Place]
    for (const [first, second] of [
      [place, foreign],
      [foreign, place],
      [place, { ...place, enrollmentId: foreign.enrollmentId }],
    ] as const)
      await expect(swap(world, first, second)).rejects.toMatchObject({
        code: 'not-found',
        details: { entity: 'GroupAssignment' },
      })
  })

  it('are not moved in an archived course', async () => {
    const world = await grouped(3)
    const [first, second] = (await placesOf(world)) as [Place, Place]
    await archiveCourse(world.course.teacher.ctx, { course: world.course.slug, archived: true })
    await expect(swap(world, first, second)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('traded at the same moment by several end in a whole grouping', async () => {
    const world = await grouped(9)
    const before = await placesOf(world)
    const pairs = before.map((place, index) => [place, before[(index + 1) % before.length] as Place] as const)
    await Promise.allSettled(pairs.map(([first, second]) => swap(world, first, second)))
    const after = await placesOf(world)
    expect(after.map(({ id, groupId, courseAssignmentId }) => [id, groupId, courseAssignmentId])).toEqual(
      before.map(({ id, groupId, courseAssignmentId }) => [id, groupId, courseAssignmentId]),
    )
    expect(new Set(after.map(({ enrollmentId }) => enrollmentId)).size).toBe(9)
  })
})
