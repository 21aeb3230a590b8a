import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createCourse,
  createPlan,
  createTelephonePlan,
  ctxFor,
  enrollStudent,
  enrollStudents,
  instrumentId,
  now,
  type TestCourse,
  type TestDatabase,
  type TestPlan,
  type TestStudent,
  testDatabase,
} from '../../testing/index.ts'
import { assignPlan, changePieceInstrument, setOverride } from '../assignments/index.ts'
import { archiveCourse } from '../courses/index.ts'
import { changeInstrument } from '../enrollments/index.ts'
import {
  changeGrade,
  courseGrades,
  createSubmission,
  getGrade,
  getSubmission,
  grade,
  gradeHistory,
  gradeInput,
  gradeSelf,
  mySubmissions,
  recentSubmissions,
  removeGrade,
  submissionsForGrading,
  takes,
} from './index.ts'

let database: TestDatabase
let course: TestCourse
let plan: TestPlan
let students: [TestStudent, TestStudent]
let courseAssignmentId: number

beforeAll(async () => {
  database = await testDatabase()
})

beforeEach(async () => {
  course = await createCourse(database)
  students = (await enrollStudents(database, course, 2)) as [TestStudent, TestStudent]
  plan = await createPlan(database, { types: ['Melody', 'Bassline'] })
  courseAssignmentId = await assigned(course, plan)
})

const assigned = async ({ teacher, slug, id }: TestCourse, { id: planId }: TestPlan): Promise<number> => {
  await assignPlan(teacher.ctx, { course: slug, planId, deadline: null })
  const row = await database.db.courseAssignment.findFirstOrThrow({ where: { courseId: id }, orderBy: { id: 'asc' } })
  return row.id
}

const submit = (student: TestStudent, content = 'work') =>
  createSubmission(student.ctx, { course: course.slug, courseAssignmentId, content })

const marks = { rhythm: 4, tone: 3.75, expression: null }

describe('handing in', () => {
  it('keeps instrument and part as they were, whatever changes later', async () => {
    const [student] = students
    const first = await submit(student)
    expect(first).toMatchObject({ partId: plan.piece.parts.Melody, index: 0, submittedAt: now.toISOString() })
    const oboe = await instrumentId(database, 'Oboe')
    const tuba = await instrumentId(database, 'Tuba')
    const viola = await instrumentId(database, 'Viola')
    const { ctx } = course.teacher
    await changeInstrument(ctx, { id: student.enrollmentId, instrumentId: oboe })
    await submit(student)
    await changePieceInstrument(ctx, {
      course: course.slug,
      pieceId: plan.piece.id,
      instrumentId: tuba,
      asTeacher: true,
    })
    await submit(student)
    const { enrollmentId } = student
    await setOverride(ctx, { course: course.slug, courseAssignmentId, enrollmentId, instrumentId: viola })
    await submit(student)
    const mine = await mySubmissions(student.ctx, { course: course.slug, courseAssignmentId })
    expect(mine.map(({ instrument, index }) => [instrument?.name, index])).toEqual([
      ['Flute', 0],
      ['Oboe', 1],
      ['Tuba', 2],
      ['Viola', 3],
    ])
  })

  it('takes an attempt index that is given', async () => {
    const input = { course: course.slug, courseAssignmentId, content: '', index: 7 }
    expect((await createSubmission(students[0].ctx, input)).index).toBe(7)
    expect((await submit(students[0])).index).toBe(8)
  })

  it('is refused for assignments of other courses, of other groups, and archived ones', async () => {
    const other = await createCourse(database)
    const members = await enrollStudents(database, other, 3)
    const telephone = await assigned(other, await createTelephonePlan(database))
    const input = { course: course.slug, content: '' }
    const missing = { code: 'not-found', details: { entity: 'CourseAssignment' } }
    await expect(createSubmission(students[0].ctx, { ...input, courseAssignmentId: telephone })).rejects.toMatchObject(
      missing,
    )
    const tries = await Promise.allSettled(
      members.map(({ ctx }) =>
        createSubmission(ctx, { course: other.slug, courseAssignmentId: telephone, content: '' }),
      ),
    )
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    const outsider = await enrollStudent(database, other)
    await expect(createSubmission(outsider.ctx, { ...input, courseAssignmentId })).rejects.toMatchObject({
      details: { entity: 'Enrollment' },
    })
    await database.db.courseAssignment.update({ where: { id: courseAssignmentId }, data: { archivedAt: now } })
    await expect(submit(students[0])).rejects.toMatchObject(missing)
  })

  it('stops when the course is archived', async () => {
    await archiveCourse(course.teacher.ctx, { course: course.slug, archived: true })
    await expect(submit(students[0])).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('submissions', () => {
  it('are for whoever made them and for the teachers of the course', async () => {
    const { id } = await submit(students[0], 'mine')
    const input = { course: course.slug, id }
    for (const reader of [students[0], course.teacher])
      expect((await getSubmission(reader.ctx, input)).content).toBe('mine')
    const elsewhere = await createCourse(database)
    for (const stranger of [students[1], elsewhere.teacher])
      await expect(getSubmission(stranger.ctx, input)).rejects.toMatchObject({ code: 'not-found' })
    await expect(getSubmission(elsewhere.teacher.ctx, { course: elsewhere.slug, id })).rejects.toMatchObject({
      details: { entity: 'Submission' },
    })
  })

  it('are for grading the latest of each student, with the grades that count', async () => {
    await submit(students[0], 'first')
    const latest = await submit(students[0], 'second')
    const other = await submit(students[1], 'only')
    await grade(course.teacher.ctx, { course: course.slug, submissionId: latest.id, ...marks })
    await gradeSelf(students[0].ctx, { course: course.slug, submissionId: latest.id, ...marks, tone: 5 })
    const recent = await recentSubmissions(course.teacher.ctx, {
      course: course.slug,
      pieceSlug: plan.piece.slug,
      activityType: 'Melody',
    })
    expect(
      recent.map(({ id, content, student, grade, selfGrade }) => [
        id,
        content,
        student.id,
        grade?.tone,
        selfGrade?.tone,
      ]),
    ).toEqual([
      [latest.id, 'second', students[0].id, 3.75, 5],
      [other.id, 'only', students[1].id, undefined, undefined],
    ])
  })

  it('that nobody made are none, and of a piece or activity that is not there as well', async () => {
    const ask = (pieceSlug: string, activityType: string) =>
      recentSubmissions(course.teacher.ctx, { course: course.slug, pieceSlug, activityType })
    expect(await ask(plan.piece.slug, 'Bassline')).toEqual([])
    expect(await ask('nothing', 'Melody')).toEqual([])
    expect(await ask(plan.piece.slug, 'Juggling')).toEqual([])
  })

  it('of one student are all there for the teacher, the newest first', async () => {
    const earlier = ctxFor(database, students[0].actor, new Date(now.getTime() - 1000))
    const second = await submit(students[0])
    const first = await createSubmission(earlier, { course: course.slug, courseAssignmentId, content: 'earlier' })
    const { enrollmentId } = students[0]
    const { student, submissions } = await takes(course.teacher.ctx, { course: course.slug, enrollmentId })
    expect(student.id).toBe(students[0].id)
    expect(submissions.map(({ id }) => id)).toEqual([second.id, first.id])
    const elsewhere = await enrollStudent(database, await createCourse(database))
    await expect(
      takes(course.teacher.ctx, { course: course.slug, enrollmentId: elsewhere.enrollmentId }),
    ).rejects.toMatchObject({ details: { entity: 'Enrollment' } })
  })
})

describe('a grade', () => {
  it('is never overwritten: the newest counts, the others are its history', async () => {
    const { id: submissionId } = await submit(students[0])
    const input = { course: course.slug, submissionId, ...marks }
    await grade(course.teacher.ctx, { ...input, rhythm: 2 })
    // At the same moment as the first: the later one counts all the same.
    const second = await grade(course.teacher.ctx, { ...input, rhythm: 4.25 })
    expect(second).toMatchObject({ kind: 'TEACHER', graderId: course.teacher.id, rhythm: 4.25, expression: null })
    expect((await getSubmission(students[0].ctx, { course: course.slug, id: submissionId })).grade).toEqual(second)
    const history = await gradeHistory(students[0].ctx, { course: course.slug, submissionId })
    expect(history.map(({ rhythm }) => rhythm)).toEqual([4.25, 2])
  })

  it('is for teachers of the course to give, and for students on their own work', async () => {
    const { id: submissionId } = await submit(students[0])
    const input = { course: course.slug, submissionId, ...marks }
    const elsewhere = await createCourse(database)
    for (const { ctx } of [students[0], students[1], elsewhere.teacher])
      await expect(grade(ctx, input)).rejects.toMatchObject({ code: 'forbidden' })
    for (const { ctx } of [students[1], course.teacher])
      await expect(gradeSelf(ctx, input)).rejects.toMatchObject({ code: 'not-found' })
    expect((await gradeSelf(students[0].ctx, input)).kind).toBe('SELF')
    await expect(grade(elsewhere.teacher.ctx, { ...input, course: elsewhere.slug })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('goes from 1 to 5 in quarter steps, and has at least one mark', () => {
    const valid = (rhythm: number | null) => gradeInput.safeParse({ course: 'x', submissionId: 1, rhythm }).success
    for (const mark of [1, 1.25, 3.5, 4.75, 5]) expect(valid(mark), String(mark)).toBe(true)
    for (const mark of [0, 0.75, 5.25, 3.1, Number.NaN, Number.POSITIVE_INFINITY, null])
      expect(valid(mark), String(mark)).toBe(false)
  })
})

describe('for grading', () => {
  const latestOf = () => ({ pieceSlug: plan.piece.slug, activityType: 'Melody' })

  it('there is the latest submission of each student with every take, and each piece once, with its notation', async () => {
    const [first, second] = students
    for (const [student, content] of [
      [first, 'one'],
      [second, 'other'],
      [first, 'two'],
    ] as const)
      await submit(student, content)
    const found = await submissionsForGrading(course.teacher.ctx, { course: course.slug, latestOf: latestOf() })
    const contentOf = ({ id, takes: all }: (typeof found.submissions)[number]) =>
      all.find((take) => take.id === id)?.content
    expect(found.submissions.map((row) => [contentOf(row), row.takes.map((take) => take.content)])).toEqual([
      ['two', ['one', 'two']],
      ['other', ['other']],
    ])
    expect(found.activities.map(({ id }) => id)).toEqual([found.submissions[0]?.assignment.activityId])
    expect(found.pieces.map(({ id, parts }) => [id, parts[0]?.transpositions[0]?.notation])).toEqual([
      [plan.piece.id, expect.stringContaining('score-partwise')],
    ])
    const all = await submissionsForGrading(course.teacher.ctx, { course: course.slug })
    expect(all.submissions.map(contentOf)).toEqual(['one', 'two', 'other'])
    const id = all.submissions[0]?.id as number
    const one = await submissionsForGrading(course.teacher.ctx, { course: course.slug, id })
    expect(one.submissions).toEqual([all.submissions[0]])
  })

  it('a deadline is the own one of the student, and a group is named', async () => {
    const telephone = await createTelephonePlan(database)
    const members = await enrollStudents(database, course, 1)
    await assignPlan(course.teacher.ctx, { course: course.slug, planId: telephone.id, deadline: null })
    const given = await database.db.groupAssignment.findFirstOrThrow({
      where: { enrollmentId: members[0]?.enrollmentId ?? 0 },
      select: { groupId: true, courseAssignmentId: true },
    })
    const ctx = members[0]?.ctx as TestStudent['ctx']
    const target = { course: course.slug, courseAssignmentId: given.courseAssignmentId }
    await createSubmission(ctx, { ...target, content: 'ours' })
    await setOverride(course.teacher.ctx, {
      ...target,
      enrollmentId: members[0]?.enrollmentId as number,
      deadline: '2026-05-01',
    })
    const { submissions } = await submissionsForGrading(course.teacher.ctx, { course: course.slug })
    expect(submissions.map(({ assignment }) => [assignment.deadline, assignment.group?.id])).toEqual([
      ['2026-05-01', given.groupId],
    ])
  })

  it('a submission of another course is not found', async () => {
    const { id } = await submit(students[0])
    const elsewhere = await createCourse(database)
    await expect(submissionsForGrading(elsewhere.teacher.ctx, { course: elsewhere.slug, id })).rejects.toMatchObject({
      code: 'not-found',
      details: { entity: 'Submission' },
    })
  })
})

describe('a grade', () => {
  it('that is changed keeps its id and counts; what it was is history, also where it is changed twice at once', async () => {
    const { id: submissionId } = await submit(students[0])
    const of = { course: course.slug }
    const { id } = await grade(course.teacher.ctx, { ...of, submissionId, ...marks })
    await Promise.all([1, 2].map((tone) => changeGrade(course.teacher.ctx, { ...of, id, tone })))
    const history = await gradeHistory(course.teacher.ctx, { ...of, submissionId })
    expect(history).toHaveLength(3)
    expect(history.map(({ tone }) => tone)).toContain(marks.tone)
    expect((await courseGrades(course.teacher.ctx, of)).map((row) => row.id)).toEqual([id])
    expect((await getSubmission(students[0].ctx, { ...of, id: submissionId })).grade?.id).toBe(id)
  })

  it('that a newer one took the place of is not found any more', async () => {
    const { id: submissionId } = await submit(students[0])
    const of = { course: course.slug }
    const [first, second] = [
      await grade(course.teacher.ctx, { ...of, submissionId, ...marks }),
      await grade(course.teacher.ctx, { ...of, submissionId, ...marks, tone: 2 }),
    ]
    await expect(getGrade(course.teacher.ctx, { ...of, id: first.id })).rejects.toMatchObject({ code: 'not-found' })
    expect((await getGrade(course.teacher.ctx, { ...of, id: second.id })).tone).toBe(2)
  })

  it('that is removed leaves the submission without one, and the own grade of the student', async () => {
    const { id: submissionId } = await submit(students[0])
    const of = { course: course.slug }
    await grade(course.teacher.ctx, { ...of, submissionId, ...marks })
    const own = await gradeSelf(students[0].ctx, { ...of, submissionId, ...marks })
    const { id } = await grade(course.teacher.ctx, { ...of, submissionId, ...marks })
    await removeGrade(course.teacher.ctx, { ...of, id })
    expect(await getSubmission(students[0].ctx, { ...of, id: submissionId })).toMatchObject({
      grade: null,
      selfGrade: { id: own.id },
    })
    await expect(removeGrade(course.teacher.ctx, { ...of, id: own.id })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('that is removed takes no other with it that is given at the same moment', async () => {
    const of = { course: course.slug }
    for (let round = 0; round < 20; round += 1) {
      const { id: submissionId } = await submit(students[0])
      const { id } = await grade(course.teacher.ctx, { ...of, submissionId, ...marks })
      const [, given] = await Promise.all([
        removeGrade(course.teacher.ctx, { ...of, id }).catch((error: unknown) =>
          expect(error).toMatchObject({ code: 'not-found' }),
        ),
        grade(course.teacher.ctx, { ...of, submissionId, ...marks, tone: 2 }),
      ])
      expect((await getSubmission(course.teacher.ctx, { ...of, id: submissionId })).grade?.id).toBe(given.id)
    }
  })
})
