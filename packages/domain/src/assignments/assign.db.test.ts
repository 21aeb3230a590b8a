import { beforeAll, describe, expect, it } from 'vitest'
import {
  createCourse,
  createCurriculum,
  createPiece,
  createPlan,
  createTelephonePlan,
  enrollStudent,
  enrollStudents,
  type TestCourse,
  type TestDatabase,
  type TestPlan,
  testDatabase,
} from '../../testing/index.ts'
import { removeEnrollment } from '../enrollments/index.ts'
import {
  assignCurriculum,
  assignPiece,
  assignPlan,
  assignPlanInput,
  courseAssignments,
  myAssignments,
  placeLateJoiners,
  setDeadlines,
  setOverride,
} from './index.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})

const assign = ({ teacher, slug }: TestCourse, plan: TestPlan, deadline: string | null = null) =>
  assignPlan(teacher.ctx, { course: slug, planId: plan.id, deadline })

/** Everything about assigning that the database holds for a course. */
const snapshot = async ({ id }: TestCourse) => ({
  assignments: await database.db.courseAssignment.findMany({
    where: { courseId: id },
    include: { overrides: true },
    orderBy: { id: 'asc' },
  }),
  members: await database.db.groupAssignment.findMany({
    where: { courseAssignment: { courseId: id } },
    orderBy: { id: 'asc' },
  }),
})

describe('a plan', () => {
  it('is one row per activity, whatever the roster, and seen by everyone in its order', async () => {
    const course = await createCourse(database)
    const students = await enrollStudents(database, course, 5)
    const plan = await createPlan(database, { types: ['Reflection', 'Bassline', 'Melody'] })
    expect(await assign(course, plan, '2026-03-01')).toEqual({ assigned: 3, created: 3, placed: 0 })
    const { assignments } = await snapshot(course)
    expect(assignments.map(({ activityId, position, piecePlanId }) => [activityId, position, piecePlanId])).toEqual(
      // Ids are in the order of activities, whatever the plan's.
      plan.activityIds.map((id, index) => [id, index + 1, plan.id]).sort(([a], [b]) => Number(a) - Number(b)),
    )
    for (const student of students) {
      const [piece] = await myAssignments(student.ctx, { course: course.slug, withNotation: false })
      expect(piece?.assignments.map(({ activity, deadline }) => [activity.type, deadline])).toEqual([
        ['Reflection', '2026-03-01'],
        ['Bassline', '2026-03-01'],
        ['Melody', '2026-03-01'],
      ])
    }
  })

  it('assigned with more of the same piece gives ids to what is new alone, one after the other', async () => {
    const course = await createCourse(database)
    const first = await createPlan(database, { types: ['Melody', 'Bassline'] })
    const second = await createPlan(database, { piece: first.piece, types: ['Bassline', 'Melody', 'Reflection'] })
    await assign(course, first)
    await assign(course, first)
    await assign(course, second)
    const ids = (await snapshot(course)).assignments.map(({ id }) => id)
    expect(ids).toEqual([0, 1, 2].map((more) => Number(ids[0]) + more))
  })

  it('assigned again changes nothing: deadlines, instruments and overrides stay', async () => {
    const course = await createCourse(database)
    const student = await enrollStudent(database, course)
    const plan = await createPlan(database)
    await assign(course, plan, '2026-03-01')
    const [first] = (await snapshot(course)).assignments
    const courseAssignmentId = first?.id as number
    await setDeadlines(course.teacher.ctx, {
      course: course.slug,
      deadlines: [{ courseAssignmentId, deadline: '2026-04-01' }],
    })
    await setOverride(course.teacher.ctx, {
      course: course.slug,
      courseAssignmentId,
      enrollmentId: student.enrollmentId,
      deadline: '2026-05-01',
    })
    const before = await snapshot(course)
    expect(await assign(course, plan, '2027-01-01')).toEqual({ assigned: 3, created: 0, placed: 0 })
    expect(await snapshot(course)).toEqual(before)
  })

  it('gives its order to what was assigned without a plan', async () => {
    const course = await createCourse(database)
    const plan = await createPlan(database, { types: ['Reflection', 'Melody'] })
    await assignPiece(course.teacher.ctx, { course: course.slug, pieceId: plan.piece.id, deadline: null })
    await assign(course, plan)
    const [piece] = await courseAssignments(course.teacher.ctx, { course: course.slug, withNotation: false })
    expect(piece?.assignments.map(({ activity }) => activity.type)).toEqual([
      'Reflection',
      'Melody',
      'Bassline',
      'Creativity',
      'MelodyPost',
      'BasslinePost',
    ])
  })

  it('is stopped by students without any instrument, whom the error names, and writes nothing', async () => {
    const course = await createCourse(database)
    await enrollStudents(database, course, 2)
    const without = await enrollStudents(database, course, 2, { instrument: null })
    const plan = await createPlan(database)
    await expect(assign(course, plan)).rejects.toMatchObject({
      code: 'instrument-missing',
      details: {
        students: without.map(({ enrollmentId, username, actor }) => ({ enrollmentId, username, name: actor.name })),
      },
    })
    expect((await snapshot(course)).assignments).toEqual([])
  })

  it('needs no instrument of the teachers, and none of anybody in an empty course', async () => {
    const course = await createCourse(database)
    await enrollStudent(database, course, { instrument: null, role: 'TEACHER' })
    expect((await assign(course, await createPlan(database))).assigned).toBe(3)
  })

  it('that is not there is not found, and the day of a deadline must be one', async () => {
    const course = await createCourse(database)
    const { ctx } = course.teacher
    await expect(assignPlan(ctx, { course: course.slug, planId: 999_999, deadline: null })).rejects.toMatchObject({
      details: { entity: 'PiecePlan' },
    })
    for (const deadline of ['2026-02-30', 'tomorrow', '0000-01-01', '2026-1-1'])
      expect(assignPlanInput.safeParse({ course: 'x', planId: 1, deadline }).success, deadline).toBe(false)
  })
})

describe('a piece without a plan', () => {
  it('brings its usual activities, in the order of their types', async () => {
    const course = await createCourse(database)
    const student = await enrollStudent(database, course)
    const piece = await createPiece(database, { name: 'Deep River' })
    const { ctx } = course.teacher
    expect((await assignPiece(ctx, { course: course.slug, pieceId: piece.id, deadline: null })).assigned).toBe(7)
    const [mine] = await myAssignments(student.ctx, { course: course.slug, withNotation: false })
    expect(mine?.assignments.map(({ activity }) => activity.type)).toEqual([
      'Melody',
      'Bassline',
      'Creativity',
      'MelodyPost',
      'BasslinePost',
      'Reflection',
      'Connect Danyew',
    ])
    await expect(assignPiece(ctx, { course: course.slug, pieceId: 999_999, deadline: null })).rejects.toMatchObject({
      details: { entity: 'Piece' },
    })
  })
})

describe('a telephone plan', () => {
  const groupsOf = async (course: TestCourse) => {
    const groups = new Map<number, { student: number; activity: number }[]>()
    for (const { groupId, enrollmentId, courseAssignmentId } of (await snapshot(course)).members)
      groups.set(groupId, [...(groups.get(groupId) ?? []), { student: enrollmentId, activity: courseAssignmentId }])
    return groups
  }

  it('gives each of seven students an activity, in three whole groups', async () => {
    const course = await createCourse(database)
    const students = await enrollStudents(database, course, 7)
    const plan = await createTelephonePlan(database)
    expect(await assign(course, plan)).toEqual({ assigned: 9, created: 3, placed: 7 })
    const groups = await groupsOf(course)
    expect(groups.size).toBe(3)
    for (const members of groups.values()) expect(new Set(members.map(({ activity }) => activity)).size).toBe(3)
    for (const student of students) {
      const [piece] = await myAssignments(student.ctx, { course: course.slug, withNotation: false })
      expect(piece?.assignments.length).toBeGreaterThanOrEqual(1)
      for (const { group } of piece?.assignments ?? [])
        expect(group?.members.map(({ username }) => username)).toContain(student.username)
    }
  })

  it('assigned again keeps every group, and places who came late', async () => {
    const course = await createCourse(database)
    await enrollStudents(database, course, 4)
    const plan = await createTelephonePlan(database)
    await assign(course, plan)
    const before = await snapshot(course)
    expect(await assign(course, plan)).toEqual({ assigned: 6, created: 0, placed: 0 })
    expect(await snapshot(course)).toEqual(before)

    const [late] = await enrollStudents(database, course, 2)
    expect((await placeLateJoiners(course.teacher.ctx, { course: course.slug })).placed).toBeGreaterThanOrEqual(2)
    const after = await snapshot(course)
    expect(after.members.slice(0, before.members.length)).toEqual(before.members)
    expect(after.members.map(({ enrollmentId }) => enrollmentId)).toContain(late?.enrollmentId)
    expect((await placeLateJoiners(course.teacher.ctx, { course: course.slug })).placed).toBe(0)
  })

  it('completes a group that a student left, and gives up groups that cannot be whole', async () => {
    const course = await createCourse(database)
    const students = await enrollStudents(database, course, 9)
    await assign(course, await createTelephonePlan(database))
    for (const { enrollmentId } of students.slice(0, 6))
      await removeEnrollment(course.teacher.ctx, { id: enrollmentId })
    await placeLateJoiners(course.teacher.ctx, { course: course.slug })
    const groups = await groupsOf(course)
    for (const members of groups.values()) expect(members).toHaveLength(3)
    const placed = new Set([...groups.values()].flat().map(({ student }) => student))
    expect(placed).toEqual(new Set(students.slice(6).map(({ enrollmentId }) => enrollmentId)))
    const empty = await database.db.assignmentGroup.count({ where: { members: { none: {} } } })
    expect(empty).toBe(0)
  })

  it('with fewer students than activities is refused, and writes nothing', async () => {
    const course = await createCourse(database)
    await enrollStudents(database, course, 2)
    await expect(assign(course, await createTelephonePlan(database))).rejects.toMatchObject({
      code: 'too-few-students',
      details: { students: 2, activities: 3 },
    })
    expect((await snapshot(course)).assignments).toEqual([])
  })

  it('does not take an activity from those who have it already, nor the other way round', async () => {
    const course = await createCourse(database)
    await enrollStudents(database, course, 3)
    const telephone = await createTelephonePlan(database)
    const plain = await createPlan(database, { piece: telephone.piece, types: ['Aural'] })
    await assign(course, plain)
    await expect(assign(course, telephone)).rejects.toMatchObject({ code: 'conflict' })
    const other = await createCourse(database)
    await enrollStudents(database, other, 3)
    await assign(other, telephone)
    await expect(assign(other, plain)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('assigned by four at the same moment makes the groups once', async () => {
    const course = await createCourse(database)
    await enrollStudents(database, course, 5)
    const plan = await createTelephonePlan(database)
    const results = await Promise.all([1, 2, 3, 4].map(() => assign(course, plan)))
    expect(results.map(({ assigned }) => assigned)).toEqual([6, 6, 6, 6])
    expect(results.filter(({ placed }) => placed > 0)).toHaveLength(1)
    expect((await snapshot(course)).members).toHaveLength(6)
  })
})

describe('a curriculum', () => {
  it('assigns all its plans in its order', async () => {
    const course = await createCourse(database)
    const student = (await enrollStudents(database, course, 3))[0]
    const plans = [await createPlan(database), await createTelephonePlan(database), await createPlan(database)]
    const reversed = [...plans].reverse()
    const { id } = await createCurriculum(database, course, reversed)
    const { ctx } = course.teacher
    const result = await assignCurriculum(ctx, { course: course.slug, curriculumId: id, deadline: null })
    expect(result).toEqual({ assigned: 9, created: 9, placed: 3 })
    const mine = await myAssignments(student?.ctx ?? ctx, { course: course.slug, withNotation: false })
    expect(mine.map(({ piece }) => piece.id)).toEqual(reversed.map(({ piece }) => piece.id))
  })

  it('that cannot be assigned whole is not assigned at all', async () => {
    const course = await createCourse(database)
    await enrollStudents(database, course, 2)
    const { id } = await createCurriculum(database, course, [
      await createPlan(database),
      await createTelephonePlan(database),
    ])
    await expect(
      assignCurriculum(course.teacher.ctx, { course: course.slug, curriculumId: id, deadline: null }),
    ).rejects.toMatchObject({ code: 'too-few-students' })
    expect((await snapshot(course)).assignments).toEqual([])
  })

  it('may name two plans of one piece that share an activity: the first one says where it stands', async () => {
    const course = await createCourse(database)
    const first = await createPlan(database, { types: ['Bassline', 'Melody'] })
    const second = await createPlan(database, { piece: first.piece, types: ['Melody', 'Reflection'] })
    const { id } = await createCurriculum(database, course, [first, second])
    await assignCurriculum(course.teacher.ctx, { course: course.slug, curriculumId: id, deadline: null })
    const { assignments } = await snapshot(course)
    expect(assignments.map(({ piecePlanId, position }) => [piecePlanId, position]).sort()).toEqual([
      [first.id, 1],
      [first.id, 2],
      [second.id, 2],
    ])
  })

  it('of another course is not found', async () => {
    const [course, other] = [await createCourse(database), await createCourse(database)]
    const { id } = await createCurriculum(database, other, [await createPlan(database)])
    await expect(
      assignCurriculum(course.teacher.ctx, { course: course.slug, curriculumId: id, deadline: null }),
    ).rejects.toMatchObject({ code: 'not-found', details: { entity: 'Curriculum' } })
  })
})
