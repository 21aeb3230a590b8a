import { beforeAll, describe, expect, it } from 'vitest'
import {
  createCourse,
  createPiece,
  createPlan,
  createTelephonePlan,
  enrollStudent,
  enrollStudents,
  instrumentId,
  type TestCourse,
  type TestDatabase,
  type TestPlan,
  type TestStudent,
  testDatabase,
} from '../../testing/index.ts'
import { changeInstrument, enroll } from '../enrollments/index.ts'
import { createSubmission } from '../submissions/index.ts'
import {
  assignPlan,
  changePieceInstrument,
  courseActivities,
  courseAssignments,
  getAssignment,
  myAssignments,
  setDeadlines,
  setMyInstrument,
  setOverride,
  studentAssignments,
  unassign,
} from './index.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})

type World = { course: TestCourse; students: TestStudent[]; plan: TestPlan; ids: number[] }

const taught = async (
  options: { students?: number; plan?: TestPlan; canEditInstruments?: boolean } = {},
): Promise<World> => {
  const course = await createCourse(database, { canEditInstruments: options.canEditInstruments ?? false })
  const students = await enrollStudents(database, course, options.students ?? 3)
  const plan = options.plan ?? (await createPlan(database))
  await assignPlan(course.teacher.ctx, { course: course.slug, planId: plan.id, deadline: null })
  const rows = await database.db.courseAssignment.findMany({ where: { courseId: course.id }, orderBy: { id: 'asc' } })
  return { course, students, plan, ids: rows.map(({ id }) => id) }
}

const listOf = (student: TestStudent, { slug }: TestCourse) =>
  myAssignments(student.ctx, { course: slug, withNotation: false })

const firstOf = async (student: TestStudent, course: TestCourse) => {
  const [piece] = await listOf(student, course)
  const assignment = piece?.assignments[0]
  if (!assignment) throw new Error('nothing assigned')
  return assignment
}

describe('what a student sees', () => {
  it('is resolved when it is read: user, then enrollment, then course assignment, then override', async () => {
    const { course, students, plan, ids } = await taught()
    const student = students[0] as TestStudent
    const { ctx } = course.teacher
    const name = async () => (await firstOf(student, course)).instrument?.name
    expect(await name()).toBe('Flute')
    await changeInstrument(ctx, { id: student.enrollmentId, instrumentId: await instrumentId(database, 'Oboe') })
    expect(await name()).toBe('Oboe')
    const viola = await instrumentId(database, 'Viola')
    await changePieceInstrument(ctx, {
      course: course.slug,
      pieceId: plan.piece.id,
      instrumentId: viola,
      asTeacher: true,
    })
    expect(await name()).toBe('Viola')
    const override = { course: course.slug, courseAssignmentId: ids[0] as number, enrollmentId: student.enrollmentId }
    await setOverride(ctx, { ...override, instrumentId: await instrumentId(database, 'Tuba') })
    expect(await name()).toBe('Tuba')
    expect((await firstOf(students[1] as TestStudent, course)).instrument?.name).toBe('Viola')
    await setOverride(ctx, { ...override, instrumentId: null })
    expect(await name()).toBe('Viola')
  })

  it('has the part of the activity, else the Melody, and each piece with its parts once', async () => {
    const piece = await createPiece(database, { parts: ['Melody'] })
    const plan = await createPlan(database, { piece, types: ['Bassline', 'Melody', 'Reflection'] })
    const { course, students } = await taught({ plan })
    const list = await listOf(students[0] as TestStudent, course)
    expect(list).toHaveLength(1)
    expect(list[0]?.piece.parts.map(({ id, chordScalePattern }) => [id, chordScalePattern])).toEqual([
      [piece.parts.Melody, ['tonic', 'dominant']],
    ])
    expect(list[0]?.assignments.map(({ partId }) => partId)).toEqual(Array(3).fill(piece.parts.Melody))
  })

  it('leaves notation out of lists unless asked, and has it in the one assignment', async () => {
    const { course, students, ids } = await taught()
    const student = students[0] as TestStudent
    const [light] = await listOf(student, course)
    expect(light?.piece.parts[0]?.transpositions[0]).not.toHaveProperty('notation')
    const [heavy] = await myAssignments(student.ctx, { course: course.slug, withNotation: true })
    expect(heavy?.piece.parts[0]?.transpositions[0]?.notation).toContain('<score-partwise>')
    const one = await getAssignment(student.ctx, { course: course.slug, id: ids[0] as number })
    expect(one.part?.transpositions.map(({ name }) => name)).toEqual(['Bb', 'Concert Pitch TC'])
    expect(one.part?.transpositions[0]?.notation).toContain('Melody Bb')
  })

  it('is everything that was assigned before they came', async () => {
    const { course, plan } = await taught()
    const late = await enrollStudent(database, course)
    expect((await listOf(late, course)).map(({ piece }) => piece.id)).toEqual([plan.piece.id])
  })

  it('is the own work and the own group of a telephone plan, and nothing of another group', async () => {
    const { course, students, ids } = await taught({ students: 6, plan: await createTelephonePlan(database) })
    const seen = await Promise.all(students.map((student) => firstOf(student, course)))
    for (const [index, assignment] of seen.entries()) {
      const student = students[index] as TestStudent
      const others = ids.filter((id) => id !== assignment.id)
      for (const id of others)
        await expect(getAssignment(student.ctx, { course: course.slug, id })).rejects.toMatchObject({
          code: 'not-found',
          details: { entity: 'CourseAssignment' },
        })
      expect(assignment.group?.members).toHaveLength(3)
    }
    const handedIn = seen[0] as (typeof seen)[number]
    await createSubmission(students[0]?.ctx ?? course.teacher.ctx, {
      course: course.slug,
      courseAssignmentId: handedIn.id,
      content: 'done',
    })
    const member = (await firstOf(students[0] as TestStudent, course)).group?.members.find(
      ({ enrollmentId }) => enrollmentId === students[0]?.enrollmentId,
    )
    expect(member?.submitted).toBe(true)
  })

  it('can be looked at by their teacher, for students of the course alone', async () => {
    const { course, students } = await taught()
    const [student] = students
    const { ctx } = course.teacher
    const input = { course: course.slug, enrollmentId: student?.enrollmentId as number, withNotation: false }
    expect(await studentAssignments(ctx, input)).toEqual(await listOf(student as TestStudent, course))
    const elsewhere = await enrollStudent(database, await createCourse(database))
    await expect(studentAssignments(ctx, { ...input, enrollmentId: elsewhere.enrollmentId })).rejects.toMatchObject({
      details: { entity: 'Enrollment' },
    })
  })
})

describe("the teacher's list", () => {
  it('has one row per course assignment, and counts what was handed in and what waits for a grade', async () => {
    const { course, students, ids } = await taught()
    const submit = (student: TestStudent) =>
      createSubmission(student.ctx, { course: course.slug, courseAssignmentId: ids[0] as number, content: 'x' })
    await submit(students[0] as TestStudent)
    await submit(students[0] as TestStudent)
    const graded = await submit(students[1] as TestStudent)
    await database.db.grade.create({
      data: { submissionId: graded.id, graderId: course.teacher.id, kind: 'TEACHER', rhythm: 4 },
    })
    const list = await courseAssignments(course.teacher.ctx, { course: course.slug, withNotation: false })
    expect(list[0]?.assignments.map(({ id, handedIn, toGrade }) => [id, handedIn, toGrade])).toEqual([
      [ids[0], 2, 1],
      [ids[1], 0, 0],
      [ids[2], 0, 0],
    ])
    expect(list[0]?.assignments[0]).not.toHaveProperty('submissions')
  })

  it('counts the groups of a telephone plan', async () => {
    const { course } = await taught({ students: 6, plan: await createTelephonePlan(database) })
    const list = await courseAssignments(course.teacher.ctx, { course: course.slug, withNotation: false })
    expect(list[0]?.assignments.map(({ groups, audience }) => [groups, audience])).toEqual(
      Array(3).fill([2, 'MEMBERS']),
    )
  })

  it('names the distinct activities of the course', async () => {
    const { course } = await taught()
    await assignPlan(course.teacher.ctx, {
      course: course.slug,
      planId: (await createPlan(database, { types: ['Melody', 'Creativity'] })).id,
      deadline: null,
    })
    const activities = await courseActivities(course.teacher.ctx, { course: course.slug })
    expect(activities.map(({ type }) => type)).toEqual(['Melody', 'Bassline', 'Creativity', 'Reflection'])
  })
})

describe('unassigning', () => {
  const unassignPlan = ({ course, plan }: World) =>
    unassign(course.teacher.ctx, { course: course.slug, pieceId: plan.piece.id })
  const progressOn = (courseAssignmentId: number, enrollmentId: number) =>
    database.db.activityProgress.create({ data: { courseAssignmentId, enrollmentId } })

  it('removes what nobody has worked on, its groups and overrides with it', async () => {
    const world = await taught({ plan: await createTelephonePlan(database) })
    await setOverride(world.course.teacher.ctx, {
      course: world.course.slug,
      courseAssignmentId: world.ids[0] as number,
      enrollmentId: world.students[0]?.enrollmentId as number,
      deadline: '2026-05-01',
    })
    await progressOn(world.ids[0] as number, world.students[0]?.enrollmentId as number)
    const groups = await database.db.assignmentGroup.count()
    expect(await unassignPlan(world)).toEqual({ removed: 3, archived: 0, removal: expect.any(Number) })
    expect(await listOf(world.students[0] as TestStudent, world.course)).toEqual([])
    expect(await database.db.assignmentGroup.count()).toBe(groups - 1)
    expect(await unassignPlan(world)).toEqual({ removed: 0, archived: 0, removal: null })
  })

  it('archives what students logged events for, and assigning again brings it back with their work', async () => {
    const world = await taught({ plan: await createTelephonePlan(database) })
    const before = await database.db.groupAssignment.findMany({ where: { courseAssignmentId: { in: world.ids } } })
    const worker = before.find(({ courseAssignmentId }) => courseAssignmentId === world.ids[0])
    const progress = await progressOn(world.ids[0] as number, worker?.enrollmentId as number)
    await database.db.activityEvent.create({ data: { progressId: progress.id, step: 1, operation: 'play' } })
    expect(await unassignPlan(world)).toEqual({ removed: 2, archived: 1, removal: expect.any(Number) })
    expect(await listOf(world.students[0] as TestStudent, world.course)).toEqual([])
    expect(await database.db.activityEvent.count({ where: { progressId: progress.id } })).toBe(1)

    await assignPlan(world.course.teacher.ctx, { course: world.course.slug, planId: world.plan.id, deadline: null })
    const after = await database.db.groupAssignment.findMany({
      where: { courseAssignment: { courseId: world.course.id } },
    })
    expect(after).toHaveLength(3)
    expect(after).toContainEqual(worker)
    const seen = await Promise.all(world.students.map((student) => firstOf(student, world.course)))
    expect(seen.map(({ id }) => id)).toContain(world.ids[0])
  })

  it('refuses where work was handed in, and changes nothing', async () => {
    const world = await taught()
    const [student] = world.students
    await createSubmission(student?.ctx ?? world.course.teacher.ctx, {
      course: world.course.slug,
      courseAssignmentId: world.ids[1] as number,
      content: 'kept',
    })
    await expect(unassignPlan(world)).rejects.toMatchObject({ code: 'work-handed-in', details: { submissions: 1 } })
    const left = await database.db.courseAssignment.findMany({ where: { courseId: world.course.id, archivedAt: null } })
    expect(left.map(({ id }) => id).sort()).toEqual([...world.ids].sort())
  })

  it('of a piece that is not there is not found', async () => {
    const { course } = await taught()
    await expect(unassign(course.teacher.ctx, { course: course.slug, pieceId: 999_999 })).rejects.toMatchObject({
      details: { entity: 'Piece' },
    })
  })
})

describe('the instrument of a piece', () => {
  it('is changed by students only where the course allows it, and by teachers always', async () => {
    for (const canEditInstruments of [true, false]) {
      const { course, students, plan } = await taught({ canEditInstruments })
      const oboe = await instrumentId(database, 'Oboe')
      const change = { course: course.slug, pieceId: plan.piece.id, instrumentId: oboe, asTeacher: true }
      const byStudent = changePieceInstrument((students[0] as TestStudent).ctx, change)
      if (canEditInstruments) expect(await byStudent).toEqual({ changed: 3 })
      else await expect(byStudent).rejects.toMatchObject({ code: 'forbidden' })
      expect(await changePieceInstrument(course.teacher.ctx, { ...change, instrumentId: null })).toEqual({ changed: 3 })
      const bound = changePieceInstrument(course.teacher.ctx, { ...change, asTeacher: false })
      if (canEditInstruments) expect(await bound).toEqual({ changed: 3 })
      else await expect(bound).rejects.toMatchObject({ code: 'forbidden' })
    }
  })

  it('must be there, and the piece must be assigned', async () => {
    const { course, plan } = await taught()
    const { ctx } = course.teacher
    const change = { course: course.slug, pieceId: plan.piece.id, instrumentId: 999_999, asTeacher: true }
    await expect(changePieceInstrument(ctx, change)).rejects.toMatchObject({ details: { entity: 'Instrument' } })
    const piece = await createPiece(database)
    await expect(
      changePieceInstrument(ctx, { ...change, pieceId: piece.id, instrumentId: null }),
    ).rejects.toMatchObject({ details: { entity: 'Piece' } })
  })
})

describe('the own instrument for a piece', () => {
  it('is chosen by a student for themselves alone, and given back without the own deadline', async () => {
    const { course, students, plan, ids } = await taught({ canEditInstruments: true })
    const [student, other] = students as [TestStudent, TestStudent]
    const key = { course: course.slug, courseAssignmentId: ids[0] as number, enrollmentId: student.enrollmentId }
    await setOverride(course.teacher.ctx, { ...key, deadline: '2026-05-01' })
    const before = (await firstOf(other, course)).instrument
    const tuba = await instrumentId(database, 'Tuba')
    const choice = { course: course.slug, pieceId: plan.piece.id }
    expect(await setMyInstrument(student.ctx, { ...choice, instrumentId: tuba })).toEqual({ changed: 3 })
    const [piece] = await listOf(student, course)
    expect(piece?.assignments.map(({ instrument }) => instrument?.id)).toEqual([tuba, tuba, tuba])
    expect((await firstOf(other, course)).instrument).toEqual(before)

    await setMyInstrument(student.ctx, { ...choice, instrumentId: null })
    expect(await firstOf(student, course)).toMatchObject({ instrument: before, deadline: '2026-05-01' })
    expect(await database.db.assignmentOverride.count({ where: { enrollmentId: student.enrollmentId } })).toBe(1)
  })

  it('is refused where the course does not allow it, for a piece that is not theirs, and for no instrument', async () => {
    const closed = await taught()
    const [bound] = closed.students as [TestStudent]
    const inClosed = { course: closed.course.slug, pieceId: closed.plan.piece.id, instrumentId: null }
    await expect(setMyInstrument(bound.ctx, inClosed)).rejects.toMatchObject({ code: 'forbidden' })
    const { course, students, plan } = await taught({ canEditInstruments: true })
    const [student] = students as [TestStudent]
    const choice = { course: course.slug, pieceId: plan.piece.id, instrumentId: 999_999 }
    await expect(setMyInstrument(student.ctx, choice)).rejects.toMatchObject({ details: { entity: 'Instrument' } })
    const { id: pieceId } = await createPiece(database)
    await expect(setMyInstrument(student.ctx, { ...choice, pieceId })).rejects.toMatchObject({
      details: { entity: 'Piece' },
    })
    expect(await database.db.assignmentOverride.count({ where: { enrollmentId: student.enrollmentId } })).toBe(0)
  })
})

describe('overrides and deadlines', () => {
  it('of one student are theirs alone, are merged, and go when nothing is left of them', async () => {
    const { course, students, ids } = await taught()
    const [student, other] = students as [TestStudent, TestStudent]
    const { ctx } = course.teacher
    const key = { course: course.slug, courseAssignmentId: ids[0] as number, enrollmentId: student.enrollmentId }
    await setOverride(ctx, { ...key, deadline: '2026-05-01' })
    const tuba = await instrumentId(database, 'Tuba')
    expect(await setOverride(ctx, { ...key, instrumentId: tuba })).toMatchObject({
      deadline: '2026-05-01',
      instrumentId: tuba,
    })
    expect((await firstOf(student, course)).deadline).toBe('2026-05-01')
    expect((await firstOf(other, course)).deadline).toBeNull()
    await setOverride(ctx, { ...key, instrumentId: null, deadline: null })
    expect(await database.db.assignmentOverride.count({ where: { courseAssignmentId: ids[0] as number } })).toBe(0)
  })

  it('are refused for students, assignments and instruments that the course does not have', async () => {
    const { course, students, ids } = await taught()
    const elsewhere = await taught()
    const { ctx } = course.teacher
    const key = {
      course: course.slug,
      courseAssignmentId: ids[0] as number,
      enrollmentId: students[0]?.enrollmentId as number,
      deadline: '2026-05-01',
    }
    const wrong = [
      { ...key, courseAssignmentId: elsewhere.ids[0] as number },
      { ...key, enrollmentId: elsewhere.students[0]?.enrollmentId as number },
      { ...key, instrumentId: 999_999 },
    ]
    for (const input of wrong) await expect(setOverride(ctx, input)).rejects.toMatchObject({ code: 'not-found' })
    expect(await database.db.assignmentOverride.count({ where: { courseAssignment: { courseId: course.id } } })).toBe(0)
  })

  it('of several assignments are set together or not at all', async () => {
    const { course, ids } = await taught()
    const { ctx } = course.teacher
    const deadlines = ids.map((courseAssignmentId, index) => ({
      courseAssignmentId,
      deadline: `2026-03-0${index + 1}`,
    }))
    expect(await setDeadlines(ctx, { course: course.slug, deadlines })).toEqual({ changed: 3 })
    const elsewhere = await taught()
    const mixed = [
      { courseAssignmentId: ids[0] as number, deadline: null },
      { courseAssignmentId: elsewhere.ids[0] as number, deadline: null },
    ]
    await expect(setDeadlines(ctx, { course: course.slug, deadlines: mixed })).rejects.toMatchObject({
      code: 'not-found',
    })
    const rows = await database.db.courseAssignment.findMany({ where: { courseId: course.id }, orderBy: { id: 'asc' } })
    expect(rows.map(({ deadline }) => deadline?.toISOString().slice(0, 10))).toEqual([
      '2026-03-01',
      '2026-03-02',
      '2026-03-03',
    ])
  })
})

it('keeps the outer client out of transactions: on one connection it would wait for itself', async () => {
  const { course, students, plan } = await taught()
  const { ctx } = course.teacher
  await database.db.$transaction(async (db) => {
    const inside = { ...ctx, db }
    await assignPlan(inside, { course: course.slug, planId: plan.id, deadline: null })
    await enroll(inside, {
      course: course.slug,
      user: { id: (await enrollStudent({ ...database, db } as TestDatabase, await otherCourse(db))).id },
      role: 'STUDENT',
      instrumentId: null,
    })
    await setOverride(inside, {
      course: course.slug,
      courseAssignmentId: (await db.courseAssignment.findFirstOrThrow({ where: { courseId: course.id } })).id,
      enrollmentId: students[0]?.enrollmentId as number,
      deadline: '2026-05-01',
    })
    await unassign(inside, { course: course.slug, pieceId: plan.piece.id })
  })
  expect(await database.db.courseAssignment.count({ where: { courseId: course.id } })).toBe(0)
})

const otherCourse = (db: TestDatabase['db'] | Parameters<Parameters<TestDatabase['db']['$transaction']>[0]>[0]) =>
  createCourse({ ...database, db } as TestDatabase)
