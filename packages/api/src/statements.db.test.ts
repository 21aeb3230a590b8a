/**
 * How many SQL statements a call costs, authentication, BEGIN and COMMIT included: the same for any roster, and within a
 * limit. Counted at the driver.
 */
import { randomUUID } from 'node:crypto'
import {
  createAdministrator,
  createCourse,
  createCurriculum,
  createPiece,
  createPlan,
  createTelephonePlan,
  enrollStudents,
  type TestCourse,
  type TestDatabase,
  type TestPlan,
  type TestStudent,
  type TestUser,
  testDatabase,
} from '@cpr/domain/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { call, callerFor, type ProcedurePath } from '../test/caller.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
})

type World = {
  course: TestCourse
  students: TestStudent[]
  assigned: TestPlan
  unassigned: TestPlan
  telephone: TestPlan
  curriculum: number
  longCurriculum: number
  courseAssignmentId: number
  submissionId: number
  /** Two places in the groups of one piece; none where nobody is grouped. */
  places: { enrollmentId: number; courseAssignmentId: number }[]
  /** Of a piece that was shared out in groups; null where nobody is grouped. */
  removal: number | null
}

type Size = { students: number; assignments: number; withGroups: boolean; withOverrides: boolean }

const types = ['Melody', 'Bassline']

const build = async ({ students: count, assignments, withGroups, withOverrides }: Size): Promise<World> => {
  const { db } = database
  const course = await createCourse(database, { canEditInstruments: true })
  const students = await enrollStudents(database, course, count)
  const teacher = callerFor(db, course.teacher)
  const assign = (plan: TestPlan) => teacher.assignments.assignPlan({ course: course.slug, planId: plan.id })

  const assigned = await createPlan(database, { types })
  await assign(assigned)
  for (let more = 2; more < assignments; more += 2) await assign(await createPlan(database, { types }))
  if (withGroups) await assign(await createTelephonePlan(database))
  const { id: courseAssignmentId } = await db.courseAssignment.findFirstOrThrow({
    where: { courseId: course.id, pieceId: assigned.piece.id },
    orderBy: { id: 'asc' },
  })
  if (withOverrides)
    await db.assignmentOverride.createMany({
      data: students.map(({ enrollmentId }) => ({ courseAssignmentId, enrollmentId, instrumentId: 1 })),
    })
  const submissions = await db.submission.createManyAndReturn({
    data: students.map(({ enrollmentId }) => ({ courseAssignmentId, enrollmentId, content: 'work' })),
  })
  await db.submissionAttachment.createMany({
    data: submissions.map(({ id }) => ({ submissionId: id, file: `take-${id}.mp3` })),
  })
  await db.grade.createMany({
    data: submissions.map(({ id }) => ({
      submissionId: id,
      graderId: course.teacher.id,
      kind: 'TEACHER' as const,
      rhythm: 4,
    })),
  })
  const places = await db.groupAssignment.findMany({
    where: { courseAssignment: { courseId: course.id } },
    select: { enrollmentId: true, courseAssignmentId: true },
    orderBy: { id: 'asc' },
    take: 2,
  })
  const takenOut = withGroups ? await createTelephonePlan(database) : null
  if (takenOut) await assign(takenOut)
  const removal =
    takenOut && (await teacher.assignments.unassign({ course: course.slug, pieceId: takenOut.piece.id })).removal
  const telephone = await createTelephonePlan(database)
  const mixed = async () => [await createPlan(database), await createTelephonePlan(database)]
  const { id: curriculum } = await createCurriculum(database, course, await mixed())
  const many = await Promise.all(Array.from({ length: 8 }, () => createPlan(database)))
  const { id: longCurriculum } = await createCurriculum(database, course, [...many, ...(await mixed())])
  const unassigned = await createPlan(database)
  const submissionId = submissions[0]?.id as number
  return {
    course,
    students,
    assigned,
    unassigned,
    telephone,
    curriculum,
    longCurriculum,
    courseAssignmentId,
    submissionId,
    places,
    removal,
  }
}

/** The most statements that each call may cost, and how it is made. */
const calls: {
  path: ProcedurePath
  /** Which call of several of one procedure. */
  what?: string
  limit: number
  as?: 'student' | 'administrator'
  /** Needs at least three students. */
  telephone?: true
  /** Needs groups. */
  grouped?: true
  input: (world: World) => object | undefined
}[] = [
  { path: 'auth.me', limit: 1, input: () => undefined },
  { path: 'courses.list', limit: 5, input: () => ({}) },
  { path: 'courses.waiting', limit: 5, input: () => undefined },
  { path: 'courses.get', limit: 5, input: () => ({}) },
  { path: 'enrollments.mine', limit: 5, as: 'student', input: () => undefined },
  { path: 'enrollments.get', limit: 5, input: ({ students }) => ({ id: students[0]?.enrollmentId }) },
  { path: 'roster.list', limit: 5, input: () => ({}) },
  { path: 'instruments.list', limit: 5, input: () => undefined },
  { path: 'instruments.get', limit: 5, input: () => ({ id: 1 }) },
  { path: 'music.pieces', limit: 5, input: () => ({}) },
  { path: 'music.piece', limit: 5, input: ({ assigned }) => ({ id: assigned.piece.id }) },
  { path: 'music.choices', limit: 5, input: () => undefined },
  { path: 'music.pieceUse', limit: 5, as: 'administrator', input: ({ assigned }) => ({ id: assigned.piece.id }) },
  {
    path: 'music.updatePiece',
    limit: 8,
    as: 'administrator',
    input: ({ assigned }) => ({ id: assigned.piece.id, name: 'Renamed' }),
  },
  { path: 'plans.use', limit: 5, input: ({ assigned }) => ({ id: assigned.id }) },
  { path: 'plans.ofCourse', limit: 5, input: () => ({}) },
  { path: 'plans.all', limit: 5, input: () => undefined },
  { path: 'plans.activities', limit: 5, input: () => undefined },
  { path: 'plans.curricula', limit: 5, input: () => ({}) },
  { path: 'assignments.mine', limit: 5, as: 'student', input: () => ({}) },
  { path: 'assignments.mine', what: 'with notation', limit: 5, as: 'student', input: () => ({ withNotation: true }) },
  {
    path: 'assignments.get',
    limit: 5,
    as: 'student',
    input: ({ courseAssignmentId }) => ({ id: courseAssignmentId }),
  },
  { path: 'assignments.list', limit: 2, as: 'student', input: () => ({}) },
  { path: 'assignments.list', what: 'for a teacher', limit: 2, input: () => ({}) },
  { path: 'assignments.ofStudent', limit: 5, input: ({ students }) => ({ enrollmentId: students[0]?.enrollmentId }) },
  { path: 'assignments.ofCourse', limit: 5, input: () => ({}) },
  { path: 'assignments.activities', limit: 5, input: () => ({}) },
  { path: 'assignments.groups', limit: 5, input: () => ({}) },
  {
    path: 'assignments.preview',
    limit: 5,
    input: ({ unassigned }) => ({ source: { planId: unassigned.id } }),
  },
  {
    path: 'submissions.mine',
    limit: 5,
    as: 'student',
    input: ({ courseAssignmentId }) => ({ courseAssignmentId }),
  },
  { path: 'submissions.get', limit: 5, input: ({ submissionId }) => ({ id: submissionId }) },
  {
    path: 'submissions.recent',
    limit: 5,
    input: ({ assigned }) => ({ pieceSlug: assigned.piece.slug, activityType: 'Melody' }),
  },
  { path: 'submissions.standings', limit: 5, input: () => ({}) },
  {
    path: 'submissions.forGrading',
    what: 'the latest of each student',
    limit: 6,
    input: ({ assigned }) => ({ latestOf: { pieceSlug: assigned.piece.slug, activityType: 'Melody' } }),
  },
  { path: 'submissions.forGrading', what: 'all', limit: 5, input: () => ({}) },
  {
    path: 'submissions.forGrading',
    what: 'one',
    limit: 5,
    input: ({ submissionId }) => ({ id: submissionId }),
  },
  { path: 'grades.ofCourse', limit: 5, input: () => ({}) },
  { path: 'submissions.takes', limit: 5, input: ({ students }) => ({ enrollmentId: students[0]?.enrollmentId }) },
  { path: 'grades.history', limit: 5, input: ({ submissionId }) => ({ submissionId }) },
  { path: 'assignments.assignPiece', limit: 6, input: ({ unassigned }) => ({ pieceId: unassigned.piece.id }) },
  { path: 'assignments.assignPlan', limit: 6, input: ({ unassigned }) => ({ planId: unassigned.id }) },
  { path: 'assignments.assignPlan', what: 'again', limit: 6, input: ({ assigned }) => ({ planId: assigned.id }) },
  {
    path: 'assignments.assignPlan',
    what: 'telephone',
    limit: 8,
    telephone: true,
    input: ({ telephone }) => ({ planId: telephone.id }),
  },
  {
    path: 'assignments.assignCurriculum',
    limit: 8,
    telephone: true,
    input: ({ curriculum }) => ({ curriculumId: curriculum }),
  },
  {
    path: 'assignments.assignCurriculum',
    what: 'of ten plans',
    limit: 8,
    telephone: true,
    input: ({ longCurriculum }) => ({ curriculumId: longCurriculum }),
  },
  {
    path: 'assignments.swapMembers',
    limit: 8,
    grouped: true,
    input: ({ places: [first, second] }) => ({ first, second }),
  },
  { path: 'assignments.unassign', limit: 6, input: ({ unassigned }) => ({ pieceId: unassigned.piece.id }) },
  {
    path: 'assignments.changeInstrument',
    limit: 4,
    input: ({ assigned }) => ({ pieceId: assigned.piece.id, instrumentId: 2 }),
  },
  {
    path: 'assignments.setMyInstrument',
    limit: 8,
    as: 'student',
    input: ({ assigned }) => ({ pieceId: assigned.piece.id, instrumentId: 2 }),
  },
  {
    path: 'submissions.create',
    limit: 4,
    as: 'student',
    input: ({ courseAssignmentId }) => ({ courseAssignmentId, content: 'more' }),
  },
  { path: 'grades.grade', limit: 4, input: ({ submissionId }) => ({ submissionId, rhythm: 3 }) },
  { path: 'grades.gradeSelf', limit: 4, as: 'student', input: ({ submissionId }) => ({ submissionId, rhythm: 3 }) },
  { path: 'auth.sessions', limit: 5, input: () => undefined },
  { path: 'users.search', limit: 5, as: 'administrator', input: () => ({ search: 'user' }) },
  {
    path: 'users.inviteTeachers',
    limit: 8,
    as: 'administrator',
    input: ({ course, students }) => ({
      addresses: students.map((_, index) => `t${index}@${course.slug}.example.org`).join('\n'),
    }),
  },
  { path: 'users.updateStudent', limit: 6, input: ({ students }) => ({ username: students[0]?.username, grade: '8' }) },
  { path: 'roster.preview', limit: 5, input: ({ students }) => ({ file: rosterOf(students) }) },
  { path: 'roster.import', limit: 8, input: ({ students }) => ({ file: rosterOf(students) }) },
  { path: 'attachments.list', limit: 5, input: ({ submissionId }) => ({ id: submissionId }) },
  { path: 'configs.list', limit: 5, input: () => undefined },
  ...(['progress.open', 'progress.logEvent', 'progress.submitStep'] as const).map((path) => ({
    path,
    limit: 4,
    as: 'student' as const,
    input: ({ courseAssignmentId }: World) => ({ courseAssignmentId, operation: 'play', step: 1 }),
  })),
  {
    path: 'progress.logEvents',
    limit: 4,
    as: 'student',
    input: ({ courseAssignmentId }) => ({
      courseAssignmentId,
      events: Array.from({ length: 50 }, () => ({ key: randomUUID(), operation: 'play', step: 1, ago: 0 })),
    }),
  },
  { path: 'progress.ofAssignment', limit: 3, input: ({ courseAssignmentId }) => ({ courseAssignmentId }) },
  { path: 'research.codebook', limit: 1, as: 'administrator', input: () => undefined },
  { path: 'removals.list', limit: 5, input: () => ({}) },
  {
    path: 'removals.list',
    what: 'of everything',
    limit: 4,
    as: 'administrator',
    input: () => ({ course: undefined }),
  },
  { path: 'removals.restore', limit: 11, grouped: true, input: ({ removal }) => ({ id: removal }) },
  { path: 'research.choices', limit: 3, as: 'administrator', input: () => undefined },
  ...(['submissionsOverTime', 'ratingsByActivity', 'teacherAndSelf'] as const).map((figure) => ({
    path: `research.${figure}` as const,
    limit: 4,
    as: 'administrator' as const,
    input: ({ course }: World) => ({ course: course.slug, activity: 'Melody' }),
  })),
  { path: 'audit.list', limit: 3, as: 'administrator', input: ({ course }) => ({ course: course.slug }) },
]

/** A file of as many lines as the course has students, up to thirty: hashing takes its time. */
const rosterOf = (students: TestStudent[]): string =>
  Buffer.from(
    students
      .slice(0, 30)
      .map(({ username }) => `New,new-${username},long enough,7`)
      .join('\n'),
  ).toString('base64')

const sizes: Size[] = [1, 30, 300].flatMap((students) =>
  [2, 40].flatMap((assignments) =>
    [false, true].flatMap((withOverrides) =>
      // One student alone is no group.
      (students === 1 ? [false] : [false, true]).map((withGroups) => ({
        students,
        assignments,
        withGroups,
        withOverrides,
      })),
    ),
  ),
)

describe('the statements of a call', () => {
  const worlds: { size: Size; world: World }[] = []
  let administrator: TestUser

  beforeAll(async () => {
    administrator = await createAdministrator(database)
    for (const size of sizes) worlds.push({ size, world: await build(size) })
  }, 180_000)

  it.each(calls.map((row) => ({ ...row, name: row.what ? `${row.path}, ${row.what}` : row.path })))(
    '$name: at most $limit, whatever the size',
    async ({ path, limit, as, telephone, grouped, input }) => {
      const counts: Record<string, number> = {}
      const fitting = worlds.filter(
        ({ size: { students, withGroups } }) => (!telephone || students >= 3) && (!grouped || withGroups),
      )
      for (const { size, world } of fitting) {
        const user = { student: world.students[0], administrator, teacher: world.course.teacher }[as ?? 'teacher']
        const given = input(world)
        const withCourse = given && { course: world.course.slug, ...given }
        const caller = callerFor(database.db, user ?? null)
        const statements = await database.statementsOf(() => call(caller, path, withCourse))
        expect(statements.length, statements.join('\n\n')).toBeLessThanOrEqual(limit)
        counts[JSON.stringify(size)] = statements.length
      }
      expect(new Set(Object.values(counts)).size, JSON.stringify(counts, null, 2)).toBe(1)
    },
  )
})

it('counts what reaches the database, not what was asked of the client', async () => {
  const piece = await createPiece(database)
  const statements = await database.statementsOf(async () => {
    await database.db.piece.findMany({
      where: { id: piece.id },
      include: { parts: { include: { transpositions: true } } },
    })
    await database.pool.query('SELECT 1')
  })
  expect(statements).toHaveLength(2)
})
