import { Prisma } from '@cpr/db'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  createAdministrator,
  createCourse,
  createPlan,
  createTeacher,
  ctxFor,
  enrollStudent,
  now,
  type TestDatabase,
  type TestUser,
  testDatabase,
} from '../../testing/index.ts'
import { assignPlan, unassign } from '../assignments/index.ts'
import { archiveCourse, updateCourse } from '../courses/index.ts'
import { createSubmission, grade } from '../submissions/index.ts'
import { listAudit, listAuditInput } from './index.ts'
import { listStatement, type Scope } from './statement.ts'

let database: TestDatabase
let admin: TestUser

beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
  admin = await createAdministrator(database)
})

const list = async (filter: Parameters<typeof listAuditInput.parse>[0] = {}) =>
  listAudit(admin.ctx, listAuditInput.parse(filter))

describe('the audit trail', () => {
  it('tells who did what, when and to which rows, and nothing of what a student wrote', async () => {
    const course = await createCourse(database)
    const student = await enrollStudent(database, course)
    const plan = await createPlan(database)
    await assignPlan(course.teacher.ctx, { course: course.slug, planId: plan.id, deadline: null })
    const [{ id: courseAssignmentId } = { id: 0 }] = await database.db.courseAssignment.findMany({
      where: { courseId: course.id },
      orderBy: { id: 'asc' },
    })
    const submission = await createSubmission(student.ctx, {
      course: course.slug,
      courseAssignmentId,
      content: 'my secret diary',
    })
    const marks = { rhythm: 4, tone: null, expression: null }
    await grade(course.teacher.ctx, { course: course.slug, submissionId: submission.id, ...marks })
    const { entries } = await list({ course: course.slug })
    expect(entries.map(({ action, actor, subjectType }) => [action, actor?.username, subjectType])).toEqual([
      ['grades.grade', course.teacher.username, 'Grade'],
      ['submissions.create', student.username, 'Submission'],
      ['assignments.assignPlan', course.teacher.username, 'CourseAssignment'],
    ])
    expect(entries[1]).toMatchObject({
      subjectIds: [submission.id],
      at: now.toISOString(),
      course: { slug: course.slug },
    })
    expect(entries[2]?.subjectIds).toHaveLength(3)
    expect(JSON.stringify(entries)).not.toContain('diary')
  })

  it('has nothing of what was refused, and nothing where nothing changed', async () => {
    const course = await createCourse(database)
    const plan = await createPlan(database)
    await expect(updateCourse(course.teacher.ctx, { course: course.slug, endDate: '1999-01-01' })).rejects.toThrow()
    await unassign(course.teacher.ctx, { course: course.slug, pieceId: plan.piece.id })
    expect((await list({ course: course.slug })).entries).toEqual([])
  })

  it('is read by person, course, action and time', async () => {
    const [first, second] = [await createCourse(database), await createCourse(database)]
    const at = (time: string, { teacher, slug }: typeof first, archived: boolean) =>
      archiveCourse(ctxFor(database, teacher.actor, new Date(time)), { course: slug, archived })
    await at('2031-01-01T10:00:00Z', first, true)
    await at('2031-01-02T10:00:00Z', first, false)
    await at('2031-01-03T10:00:00Z', second, true)
    const times = async (filter: Parameters<typeof list>[0]) =>
      (await list(filter)).entries.map((entry) => entry.at.slice(0, 10))
    const since = { from: '2031-01-01T00:00:00Z' }
    expect(await times(since)).toEqual(['2031-01-03', '2031-01-02', '2031-01-01'])
    expect(await times({ ...since, person: second.teacher.username })).toEqual(['2031-01-03'])
    expect(await times({ ...since, course: first.slug })).toEqual(['2031-01-02', '2031-01-01'])
    expect(await times({ ...since, course: first.slug, person: second.teacher.username })).toEqual([])
    expect(await times({ ...since, course: first.slug, action: 'courses', from: '2031-01-02T00:00:00Z' })).toEqual([
      '2031-01-02',
    ])
    expect(await times({ ...since, to: '2031-01-02T10:00:00Z' })).toEqual(['2031-01-01'])
    expect(await times({ ...since, action: 'courses' })).toHaveLength(3)
    expect(await times({ ...since, action: 'courses.archive' })).toHaveLength(3)
    expect(await times({ ...since, action: 'course' })).toEqual([])
  })

  it('says of whom and of what there is nobody and nothing', async () => {
    await expect(list({ person: 'no body' })).rejects.toMatchObject({ code: 'not-found', details: { entity: 'User' } })
    await expect(list({ course: 'nowhere' })).rejects.toMatchObject({
      code: 'not-found',
      details: { entity: 'Course' },
    })
  })

  it('comes in pages that neither repeat nor skip an entry', async () => {
    const all = (await list({ limit: 500 })).entries.map(({ id }) => id)
    const paged: string[] = []
    let cursor: string | null | undefined
    do {
      const page = await list({ limit: 2, ...(cursor ? { cursor } : {}) })
      paged.push(...page.entries.map(({ id }) => id))
      cursor = page.next
    } while (cursor)
    expect(paged).toEqual(all)
  })

  it('keeps entries apart that are microseconds from one another', async () => {
    await database.pool.query(`INSERT INTO audit_entries (at, actor_kind, action, subject_type)
      SELECT timestamptz '2032-01-01 10:00:00.000001Z' + n / 2 * interval '1 microsecond', 'system', 'courses.create', 'Course'
      FROM generate_series(0, 8) n`)
    const since = { from: '2032-01-01T00:00:00Z' }
    const all = (await list(since)).entries.map(({ id }) => Number(id))
    expect(all).toEqual(all.toSorted((one, other) => other - one))
    const paged: number[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ ...since, limit: 2, ...(cursor ? { cursor } : {}) })
      paged.push(...page.entries.map(({ id }) => Number(id)))
      cursor = page.next
    } while (cursor)
    expect(paged).toEqual(all)
  })
})

describe('a long trail', () => {
  const scope: Scope = { actorId: null, courseId: null, action: null, from: null, to: null, after: null, rows: 101 }
  const nobody = { actor: 0, course: 0 }

  beforeAll(async () => {
    const [course, teacher] = [await createCourse(database), await createTeacher(database)]
    Object.assign(nobody, { actor: teacher.id, course: course.id })
    // Four hundred days, in the order of time, of which one person and one course have every five-hundredth entry.
    await database.pool.query(`
      INSERT INTO audit_entries (at, actor_kind, actor_id, course_id, action, subject_type)
      SELECT timestamptz '2027-01-01' + n * interval '20 minutes', 'user',
        CASE n % 500 WHEN 0 THEN ${teacher.id} ELSE ${admin.id} END, CASE n % 500 WHEN 1 THEN ${course.id} END,
        CASE n % 500 WHEN 2 THEN 'users.create' ELSE 'progress.logEvent' END, 'User'
      FROM generate_series(1, 30000) n`)
    await database.pool.query('ANALYZE audit_entries')
  })

  /** How the table is read, and how many of its rows. */
  const planOf = async (narrowed: Partial<Scope>) => {
    const explained = Prisma.sql`EXPLAIN (ANALYZE, FORMAT JSON) ${listStatement({ ...scope, ...narrowed })}`
    const [row] = await database.db.$queryRaw<[{ 'QUERY PLAN': [{ Plan: PlanNode }] }]>(explained)
    return readsOf(row['QUERY PLAN'][0].Plan)
  }

  it.each([
    ['nothing', () => ({}), 'audit_entries_at_idx'],
    ['person', () => ({ actorId: nobody.actor }), 'audit_entries_actor_id_at_idx'],
    ['course', () => ({ courseId: nobody.course }), 'audit_entries_course_id_at_idx'],
    ['action', () => ({ action: 'users.create' }), 'audit_entries_action_at_idx'],
    ['router', () => ({ action: 'users' }), 'audit_entries_action_at_idx'],
    ['days long past', () => ({ from: new Date('2027-01-20'), to: new Date('2027-01-22') }), 'audit_entries_at_idx'],
    [
      'person and days',
      () => ({ actorId: nobody.actor, from: new Date('2027-02-01'), to: new Date('2027-03-01') }),
      'audit_entries_actor_id_at_idx',
    ],
    [
      'a later page of a person',
      () => ({ actorId: nobody.actor, after: { micros: BigInt(Date.parse('2027-06-01')) * 1000n, id: 1n } }),
      'audit_entries_actor_id_at_idx',
    ],
  ] as const)('is read by %s through an index, as far as the page goes', async (_, narrowed, index) => {
    const [read, ...others] = await planOf(narrowed())
    expect(others).toEqual([])
    expect(read?.index).toBe(index)
    expect(read?.rows).toBeLessThan(250)
  })
})

type PlanNode = {
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Rows Removed by Filter'?: number
  Plans?: PlanNode[]
}

const readsOf = (node: PlanNode): { index: string | undefined; rows: number }[] => [
  ...(node['Relation Name'] === 'audit_entries'
    ? [
        {
          index: node['Index Name'] ?? node.Plans?.[0]?.['Index Name'],
          rows: node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0),
        },
      ]
    : (node.Plans ?? []).flatMap(readsOf)),
]
