/** The figures, against a plain reading of the export with the same filters. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  anonymousCtx,
  createAdministrator,
  createCourse,
  createPlan,
  createUser,
  enrollStudents,
  systemCtx,
  type TestCourse,
  type TestDatabase,
  testDatabase,
} from '../../testing/index.ts'
import { assignPlan } from '../assignments/index.ts'
import {
  exportResearchInput,
  listChoices,
  ratingsByActivity,
  ratingsInput,
  submissionsOverTime,
  submissionsOverTimeInput,
  teacherAndSelf,
} from './index.ts'
import { fewestStudents } from './ratings.ts'
import { chunksOf, parseExport } from './test-data/read.ts'

let database: TestDatabase
let courses: TestCourse[]

type Filter = { course?: string; activity?: string; from?: string; to?: string }

const types = ['Melody', 'Bassline', 'Reflection']
const ratings = [null, 1, 1.25, 2, 3, 3, 3.75, 4.5, 5]

/** Two courses: in the first sixteen students hand in, in the second so few that their ratings are not shown. */
beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
  const { db } = database
  courses = [await createCourse(database), await createCourse(database)]
  // A generator of its own with a fixed seed: the same world on every run.
  const random = fc.sample(fc.infiniteStream(fc.nat(1_000_000)), { seed: 7, numRuns: 1 })[0] as Iterator<number>
  const pick = <T>(values: readonly T[]): T => values[(random.next().value as number) % values.length] as T
  const grades: { submissionId: number; graderId: number; kind: 'TEACHER' | 'SELF'; createdAt: Date }[] = []
  for (const [course, count] of [
    [courses[0] as TestCourse, 16],
    [courses[1] as TestCourse, fewestStudents - 1],
  ] as const) {
    const students = await enrollStudents(database, course, count)
    const plan = await createPlan(database, { types })
    await assignPlan(course.teacher.ctx, { course: course.slug, planId: plan.id, deadline: null })
    const assignments = await db.courseAssignment.findMany({ where: { courseId: course.id }, orderBy: { id: 'asc' } })
    const teaching = await db.enrollment.findFirstOrThrow({ where: { courseId: course.id, role: 'TEACHER' } })
    const enrollments = [...students.map(({ enrollmentId }) => enrollmentId), teaching.id]
    for (const { id: courseAssignmentId } of assignments)
      for (const enrollmentId of enrollments)
        for (const take of [1, 2, 3].slice(0, pick([0, 1, 2, 3]))) {
          const submittedAt = new Date(
            Date.UTC(2025, 11, 20, pick([0, 23]), 59 * take) + pick([0, 1, 2, 8, 15, 40]) * 864e5,
          )
          const { id: submissionId } = await db.submission.create({
            data: { courseAssignmentId, enrollmentId, index: take, submittedAt },
          })
          for (const kind of ['TEACHER', 'SELF', 'TEACHER', 'SELF'] as const)
            if (pick([true, true, false]))
              grades.push({
                submissionId,
                graderId: course.teacher.id,
                kind,
                // Often at the same time: the id decides then which is the newest.
                createdAt: new Date(submittedAt.getTime() + pick([1, 1, 2]) * 864e5),
                ...{ rhythm: pick(ratings), tone: pick(ratings), expression: pick(ratings) },
              })
        }
  }
  await db.grade.createMany({ data: grades })
}, 60_000)

afterAll(() => database.clear())

/** Every piece of work that the export has, once. */
const worksOf = async (filter: Filter) => {
  const rows = parseExport((await chunksOf(systemCtx(database), exportResearchInput.parse(filter))).join(''))
  return [...new Map(rows.map((row) => [row['Submissions ID'], row])).entries()].flatMap(([id, row]) =>
    id === 'N/A' ? [] : [row],
  )
}

type Work = Awaited<ReturnType<typeof worksOf>>[number]

const aspects = ['rhythm', 'tone', 'expression'] as const
const typeOf = (work: Work) => work['Assignment Activity']?.split(': ')[0] ?? ''
const ratingOf = (work: Work, kind: '' | 'Self ', aspect: string): number | null => {
  const cell = work[`${kind}Grade ${aspect[0]?.toUpperCase()}${aspect.slice(1)}`]
  return cell ? Number(cell) : null
}
const meanOf = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length
const studentsOf = (works: Work[]) => new Set(works.map((work) => work['Student ID'])).size

const correlationOf = (pairs: (readonly [number, number])[]): number => {
  const [left, right] = [meanOf(pairs.map(([one]) => one)), meanOf(pairs.map(([, other]) => other))]
  const sum = (of: (pair: readonly [number, number]) => number) => pairs.reduce((total, pair) => total + of(pair), 0)
  return (
    sum(([one, other]) => (one - left) * (other - right)) /
    Math.sqrt(sum(([one]) => (one - left) ** 2) * sum(([, other]) => (other - right) ** 2))
  )
}

const filters = (): [string, Filter][] => [
  ['everything', {}],
  ['one course', { course: courses[0]?.slug as string }],
  ['one activity', { activity: 'Melody' }],
  ['some days', { from: '2025-12-21', to: '2025-12-28' }],
  ['all at once', { course: courses[0]?.slug as string, activity: 'Bassline', from: '2025-12-20', to: '2026-01-04' }],
]
const filterNames = ['everything', 'one course', 'one activity', 'some days', 'all at once']
const filterOf = (name: string): Filter => new Map(filters()).get(name) ?? {}

describe.each(filterNames)('of %s', (name) => {
  it.each(['day', 'week'] as const)('what was handed in by %s is what the export has', async (by) => {
    const works = await worksOf(filterOf(name))
    const expected = new Map<string, number>()
    for (const work of works) {
      const day = new Date(`${work['Submissions submitted']?.slice(0, 10)}T00:00:00Z`)
      if (by === 'week') day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
      const start = day.toISOString().slice(0, 10)
      expected.set(start, (expected.get(start) ?? 0) + 1)
    }
    const found = await submissionsOverTime(
      systemCtx(database),
      submissionsOverTimeInput.parse({ ...filterOf(name), by }),
    )
    expect(found.periods.length).toBeGreaterThan(1)
    expect(found.periods).toEqual([...expected].sort().map(([start, submissions]) => ({ start, submissions })))
    expect(found.submissions).toBe(works.length)
  })

  it('ratings by activity are those of the export', async () => {
    const works = await worksOf(filterOf(name))
    const { rows, withheld, steps } = await ratingsByActivity(systemCtx(database), ratingsInput.parse(filterOf(name)))
    const groups = [...new Set(works.map(typeOf))].sort().flatMap((activity) =>
      aspects.toSorted().map((aspect) => {
        const rated = works.filter((work) => typeOf(work) === activity && ratingOf(work, '', aspect) !== null)
        return { activity, aspect, students: studentsOf(rated) }
      }),
    )
    expect(rows.map(({ activity, aspect, students }) => ({ activity, aspect, students }))).toEqual(
      groups.filter(({ students }) => students >= fewestStudents),
    )
    expect(rows.length).toBeGreaterThan(2)
    const few = groups.filter(({ students }) => students > 0 && students < fewestStudents)
    expect(withheld).toEqual([...new Set(few.map(({ activity }) => activity))])
    for (const row of rows) {
      const rated = works.filter((work) => typeOf(work) === row.activity && ratingOf(work, '', row.aspect) !== null)
      const given = rated.map((work) => ratingOf(work, '', row.aspect) as number)
      expect(row).toMatchObject({ ratings: given.length, students: studentsOf(rated) })
      expect(row.mean).toBeCloseTo(meanOf(given), 9)
      expect(row.counts).toEqual(steps.map((step) => given.filter((rating) => rating === step).length))
    }
  })

  it('teacher beside self is what the export has', async () => {
    const works = await worksOf(filterOf(name))
    const { rows, withheld } = await teacherAndSelf(systemCtx(database), ratingsInput.parse(filterOf(name)))
    expect(withheld).toEqual([])
    expect(rows.map(({ aspect }) => aspect)).toEqual(aspects)
    for (const row of rows) {
      const both = works.filter(
        (work) => ratingOf(work, '', row.aspect) !== null && ratingOf(work, 'Self ', row.aspect) !== null,
      )
      const pairs = both.map(
        (work) => [ratingOf(work, '', row.aspect) as number, ratingOf(work, 'Self ', row.aspect) as number] as const,
      )
      expect(row).toMatchObject({ works: both.length, students: studentsOf(both) })
      expect(row.difference).toBeCloseTo(meanOf(pairs.map(([teacher, self]) => self - teacher)), 9)
      expect(row.correlation).toBeCloseTo(correlationOf(pairs), 9)
      const counts = new Map<string, number>()
      for (const pair of pairs) counts.set(pair.join(), (counts.get(pair.join()) ?? 0) + 1)
      expect(new Map(row.pairs.map(({ teacher, self, works }) => [`${teacher},${self}`, works]))).toEqual(counts)
    }
  })
})

it('shows no ratings of few students, and says what it leaves out', async () => {
  const few = ratingsInput.parse({ course: courses[1]?.slug })
  expect(await ratingsByActivity(systemCtx(database), few)).toMatchObject({ rows: [], withheld: types.toSorted() })
  expect(await teacherAndSelf(systemCtx(database), few)).toMatchObject({ rows: [], withheld: aspects })
  const { submissions } = await submissionsOverTime(systemCtx(database), submissionsOverTimeInput.parse(few))
  expect(submissions).toBeGreaterThan(5)
})

it('is empty where there is no work', async () => {
  const never = { from: '1999-01-01', to: '1999-12-31' }
  expect(await submissionsOverTime(systemCtx(database), submissionsOverTimeInput.parse(never))).toEqual({
    periods: [],
    submissions: 0,
  })
  expect(await ratingsByActivity(systemCtx(database), never)).toMatchObject({ rows: [], withheld: [] })
  expect(await teacherAndSelf(systemCtx(database), never)).toMatchObject({ rows: [], withheld: [] })
})

it('is for researchers, administrators and scripts, and names what there is no such thing of', async () => {
  const [researcher, admin] = [
    await createUser(database, { groups: ['RESEARCHER'] }),
    await createAdministrator(database),
  ]
  const verbs = [
    (ctx: typeof admin.ctx, filter: Filter) => submissionsOverTime(ctx, submissionsOverTimeInput.parse(filter)),
    (ctx: typeof admin.ctx, filter: Filter) => ratingsByActivity(ctx, filter),
    (ctx: typeof admin.ctx, filter: Filter) => teacherAndSelf(ctx, filter),
  ]
  for (const verb of verbs) {
    for (const { ctx } of [researcher, admin]) expect(await verb(ctx, {})).toBeDefined()
    await expect(verb(anonymousCtx(database), {})).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(verb((courses[0] as TestCourse).teacher.ctx, {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(verb(admin.ctx, { course: 'nowhere' })).rejects.toMatchObject({ code: 'not-found' })
    await expect(verb(admin.ctx, { activity: 'Juggling' })).rejects.toMatchObject({ code: 'not-found' })
  }
})

it('offers every course and every type of activity to choose from', async () => {
  const researcher = await createUser(database, { groups: ['RESEARCHER'] })
  const choices = await listChoices(researcher.ctx)
  expect(choices.courses.map(({ slug }) => slug).sort()).toEqual(courses.map(({ slug }) => slug).sort())
  expect(choices.activities).toEqual(expect.arrayContaining(types))
  await expect(listChoices((courses[0] as TestCourse).teacher.ctx)).rejects.toMatchObject({ code: 'forbidden' })
})

it('answers as much for ten times the work', async () => {
  const sizeOf = async () => {
    const answers = [
      await submissionsOverTime(systemCtx(database), submissionsOverTimeInput.parse({})),
      await ratingsByActivity(systemCtx(database), {}),
      await teacherAndSelf(systemCtx(database), {}),
    ]
    return answers.map((answer) => JSON.stringify(answer).length)
  }
  const before = await sizeOf()
  await database.pool.query(`
    WITH copied AS (
      INSERT INTO submissions (course_assignment_id, enrollment_id, index, submitted_at)
      SELECT course_assignment_id, enrollment_id, 10 * n, submitted_at FROM submissions, generate_series(1, 9) n
      RETURNING id)
    INSERT INTO grades (submission_id, grader_id, kind, rhythm, tone, expression)
    SELECT copied.id, ${(courses[0] as TestCourse).teacher.id}, kind::grade_kind, 3, 3, 3
    FROM copied, unnest(ARRAY['teacher', 'self']) kind`)
  for (const [nth, size] of (await sizeOf()).entries()) expect(size).toBeLessThan((before[nth] as number) * 1.1 + 200)
})
