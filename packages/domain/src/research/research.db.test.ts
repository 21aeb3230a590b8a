import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  anonymousCtx,
  createAdministrator,
  createCourse,
  createPlan,
  createTeacher,
  createUser,
  enrollStudent,
  enrollStudents,
  now,
  systemCtx,
  type TestDatabase,
  type TestUser,
  testDatabase,
} from '../../testing/index.ts'
import { assignPlan } from '../assignments/index.ts'
import type { Ctx } from '../context.ts'
import { createSubmission } from '../submissions/index.ts'
import { batches } from './batches.ts'
import { columnsOf } from './columns.ts'
import { exportResearch, exportResearchInput, getCodebook } from './index.ts'
import { loadWorld, referenceExport } from './test-data/load.ts'
import { chunksOf, everything, parseExport } from './test-data/read.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
})

// The world's ids are its own: whoever comes next on this database begins at 1 again.
afterAll(() => database.clear())

const rowsOf = async (ctx: Ctx, filter: Parameters<typeof exportResearchInput.parse>[0] = {}) =>
  parseExport((await chunksOf(ctx, filter)).join(''))

describe('of the world that the reference was made from', () => {
  let admin: TestUser

  beforeAll(async () => {
    await loadWorld(database)
    admin = await createAdministrator(database)
  })

  /** Work without a file, which the reference drops. */
  const reflection =
    '1,1,Concert Band,2,Hot Cross Buns,2,ALL-Hot Cross Buns: Hot Cross Buns ,10,N/A,N/A,4,Reflection: Combined,21,Flute,' +
    '4,"{""reflection"":""I kept time."",""r"":4,""t"":3,""e"":5}",2026-02-10 18:00:00+00:00,,,N/A,N/A,N/A'
  const composition =
    '9,2,String Orchestra,5,Round Robin,3,Telephone Round Robin: Round Robin (telephone_fixed),20,N/A,N/A,11,' +
    'Aural: Melody,23,Violin,5,"{""score-partwise"":{}}",2026-02-12 18:00:00+00:00,,,N/A,N/A,N/A'

  it('is the reference in its 22 columns, byte for byte, but for what it drops and for the ids of grades', async () => {
    const ours = (await chunksOf(admin.ctx)).join('')
    const [header = '', ...reference] = referenceExport.replace(/Grade object \((\d+)\)/g, '$1').split('\r\n')
    const lastOfStudent20 = reference.findIndex((line) => line.startsWith('5,2,') && line.includes(',20,N/A,N/A,'))
    const expected = [
      header,
      reflection,
      ...reference.slice(0, lastOfStudent20 + 1),
      composition,
      ...reference.slice(lastOfStudent20 + 1),
    ]
    const without6 = ours.split('\r\n').map((line) => line.replace(/(,[^,"]*){6}$/, ''))
    expect(without6.join('\r\n')).toBe(expected.join('\r\n'))
  })

  it('has the marks of the grades that count, empty without a grade and N/A without work', async () => {
    const marks = ['Grade Rhythm', 'Grade Tone', 'Grade Expression']
    const marksOf = (row: Record<string, string> | undefined) =>
      [...marks, ...marks.map((name) => `Self ${name}`)].map((name) => row?.[name])
    const rows = await rowsOf(admin.ctx)
    const of = (submission: string) => rows.find((row) => row['Submissions ID'] === submission)
    expect(marksOf(of('2'))).toEqual(['4', '3.5', '5', '3', '3', '3'])
    expect(marksOf(of('1'))).toEqual(['', '', '', '', '', ''])
    expect(marksOf(of('N/A'))).toEqual(Array(6).fill('N/A'))
  })

  it('is narrowed to a course, an activity type and days of work, the last one included', async () => {
    const all = await rowsOf(admin.ctx)
    const ids = (rows: typeof all) => rows.map((row) => row['Submissions ID'])
    expect(await rowsOf(admin.ctx, { course: 'string-orchestra' })).toEqual(
      all.filter((row) => row['Course ID'] === '2'),
    )
    expect(await rowsOf(admin.ctx, { course: 'jazz-ensemble' })).toEqual([])
    expect(await rowsOf(admin.ctx, { activity: 'Melody' })).toEqual(
      all.filter((row) => row['Assignment Activity'] === 'Melody: Melody'),
    )
    const handedIn = all.filter((row) => row['Submissions ID'] !== 'N/A')
    expect(await rowsOf(admin.ctx, { from: '2026-01-01' })).toEqual(handedIn)
    expect(ids(await rowsOf(admin.ctx, { from: '2026-02-11' }))).toEqual(['5'])
    expect(ids(await rowsOf(admin.ctx, { from: '2026-02-10', to: '2026-02-10' }))).toEqual(['4', '1', '2', '2', '3'])
    expect(await rowsOf(admin.ctx, { to: '2026-02-09' })).toEqual([])
    expect(ids(await rowsOf(admin.ctx, { course: 'concert-band', activity: 'Reflection', to: '2026-03-01' }))).toEqual([
      '4',
    ])
  })

  it('names students where it is asked to, and otherwise nobody', async () => {
    const named = await rowsOf(admin.ctx, { names: true })
    expect(named.find((row) => row['Student ID'] === '21')).toMatchObject({
      'Student Username': 'student21',
      'Student Name': 'Student Twenty-One',
    })
    expect(Object.keys(named[0] ?? {}).slice(-2)).toEqual(['Student Username', 'Student Name'])
    const text = (await chunksOf(admin.ctx)).join('')
    expect(text).not.toMatch(/student\d|Student T/)
    expect(named.map(({ 'Student Username': _, 'Student Name': __, ...row }) => row)).toEqual(parseExport(text))
  })

  it('takes days in UTC, whatever the zone of the server', async () => {
    const { db, pool } = database
    const late = await db.submission.create({
      data: { courseAssignmentId: 2, enrollmentId: 3, submittedAt: new Date('2026-04-30T23:59:59.999Z') },
    })
    const early = await db.submission.create({
      data: { courseAssignmentId: 2, enrollmentId: 3, submittedAt: new Date('2026-05-01T00:00:00.000Z') },
    })
    const { rows } = await pool.query<{ name: string }>(`SELECT quote_ident(current_database()) AS name`)
    await pool.query(`ALTER DATABASE ${rows[0]?.name} SET timezone TO 'Pacific/Auckland'`)
    // Sessions that are open keep their zone: on the embedded database the one there is must be told.
    await pool.query(`SET timezone TO 'Pacific/Auckland'`)
    try {
      const april = await rowsOf(admin.ctx, { from: '2026-04-01', to: '2026-04-30' })
      expect(april.map((row) => row['Submissions ID'])).toEqual([String(late.id)])
      expect(april[0]?.['Submissions submitted']).toBe('2026-04-30 23:59:59.999000+00:00')
    } finally {
      await pool.query(`SET timezone TO DEFAULT`)
      await pool.query(`ALTER DATABASE ${rows[0]?.name} RESET timezone`)
      await db.submission.deleteMany({ where: { id: { in: [late.id, early.id] } } })
    }
  })
})

describe('who may have it', () => {
  it('is researchers, administrators and scripts, codebook too; nobody else sees a chunk', async () => {
    const course = await createCourse(database)
    const student = await enrollStudent(database, course)
    const researcher = await createUser(database, { groups: ['RESEARCHER'] })
    const admin = await createAdministrator(database)
    const input = exportResearchInput.parse({ course: course.slug })
    for (const ctx of [researcher.ctx, admin.ctx, systemCtx(database)]) {
      expect(await everything(await exportResearch(ctx, input))).toHaveLength(1)
      expect((await getCodebook(ctx)).columns).toHaveLength(30)
    }
    const outsider = await createTeacher(database)
    for (const [ctx, code] of [
      [anonymousCtx(database), 'unauthenticated'],
      [student.ctx, 'forbidden'],
      [course.teacher.ctx, 'forbidden'],
      [outsider.ctx, 'forbidden'],
    ] as const) {
      await expect(exportResearch(ctx, input)).rejects.toMatchObject({ code })
      await expect(getCodebook(ctx)).rejects.toMatchObject({ code })
    }
  })

  it('is written down with the filter before the first chunk; what is refused is not', async () => {
    const course = await createCourse(database)
    const researcher = await createUser(database, { groups: ['RESEARCHER'] })
    const entries = () => database.db.auditEntry.findMany({ where: { actorId: researcher.id }, orderBy: { id: 'asc' } })
    const ask = (filter: object) => exportResearch(researcher.ctx, exportResearchInput.parse(filter))
    await expect(ask({ course: 'nowhere' })).rejects.toMatchObject({ code: 'not-found', details: { entity: 'Course' } })
    await expect(ask({ activity: 'Juggling' })).rejects.toMatchObject({ code: 'not-found' })
    expect(await entries()).toEqual([])
    await ask({ course: course.slug, from: '2026-01-01', names: true })
    await ask({})
    expect(await entries()).toMatchObject([
      {
        at: now,
        action: 'research.export',
        subjectType: 'Course',
        subjectIds: [course.id],
        courseId: course.id,
        data: { course: course.slug, from: '2026-01-01', to: null, activity: null, names: true },
      },
      { action: 'research.export', subjectIds: [], courseId: null, data: { course: null, names: false } },
    ])
  })

  it('takes no days that end before they begin', () => {
    expect(exportResearchInput.safeParse({ from: '2026-02-02', to: '2026-02-01' }).success).toBe(false)
    expect(exportResearchInput.safeParse({ from: '2026-02-01', to: '2026-02-01' }).success).toBe(true)
    expect(exportResearchInput.safeParse({ from: '2026-02-30' }).success).toBe(false)
  })
})

describe('while it is read', () => {
  const taught = async (students: number) => {
    const course = await createCourse(database)
    const enrolled = await enrollStudents(database, course, students)
    const plan = await createPlan(database, { types: ['Melody', 'Reflection'] })
    await assignPlan(course.teacher.ctx, { course: course.slug, planId: plan.id, deadline: null })
    const assignments = await database.db.courseAssignment.findMany({
      where: { courseId: course.id },
      orderBy: { id: 'asc' },
    })
    return { course, enrolled, ids: assignments.map(({ id }) => id) }
  }

  it('leaves the database to others between batches, and is given up without harm', async () => {
    const { course } = await taught(20)
    const seen: string[] = []
    for await (const chunk of await exportResearch(systemCtx(database), exportResearchInput.parse({}))) {
      seen.push(chunk)
      // One connection, embedded: this would wait for ever for one that is held.
      await database.db.course.update({ where: { id: course.id }, data: { name: `Read ${seen.length}` } })
      if (seen.length === 2) break
    }
    expect(seen).toHaveLength(2)
    expect(await database.db.course.count({ where: { id: course.id } })).toBe(1)
  })

  it('has each row once, though work is handed in meanwhile', async () => {
    const { course, enrolled, ids } = await taught(3)
    const [first, , last] = enrolled
    if (!first || !last) throw new Error('no students')
    const scope = { courseId: course.id, activityTypeId: null, from: null, to: null }
    const columns = columnsOf({ names: false })
    const rows: string[] = []
    for await (const { csv } of batches({ db: database.db }, columns, scope, { rows: 1, bytes: 1 })) {
      rows.push(csv)
      if (rows.length > 1) continue
      for (const { ctx } of [first, last])
        await createSubmission(ctx, { course: course.slug, courseAssignmentId: ids[0] as number, content: 'late' })
    }
    expect(rows).toHaveLength(6)
    // The first one's row was read before, the last one's was not.
    expect(rows.map((row) => row.includes(',late,'))).toEqual([false, false, false, false, true, false])
  })
})

describe('a large export', () => {
  const [students, assigned, takes] = [40, 10, 50]
  let slug: string

  beforeAll(async () => {
    await database.clear()
    const course = await createCourse(database)
    slug = course.slug
    await enrollStudents(database, course, students)
    const plan = await createPlan(database)
    await database.pool.query(
      `INSERT INTO course_assignments (course_id, activity_id, piece_id)
       SELECT ${course.id}, id, ${plan.piece.id} FROM activities ORDER BY id LIMIT ${assigned}`,
    )
    await database.pool.query(
      `INSERT INTO submissions (course_assignment_id, enrollment_id, index, content)
       SELECT ca.id, e.id, n, 'take ' || n FROM enrollments e, course_assignments ca, generate_series(1, ${takes}) n
       WHERE e.role = 'student'`,
    )
  })

  it('of 20,000 rows is read in statements of at most 2,000 rows, none of them in a transaction', async () => {
    const totals = [0]
    const statements = await database.statementsOf(async () => {
      const input = exportResearchInput.parse({})
      for await (const _ of await exportResearch(systemCtx(database), input, { onRows: (rows) => totals.push(rows) }));
    })
    const sizes = totals.slice(1).map((total, index) => total - (totals[index] as number))
    expect(totals.at(-1)).toBe(students * assigned * takes)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2000)
    expect(sizes.length).toBeLessThanOrEqual(25)
    // BEGIN, the audit entry, COMMIT; then a statement for each batch, and one that finds no student any more.
    expect(statements.map((sql) => sql.trim().split(/\s/)[0])).toEqual([
      'BEGIN',
      'INSERT',
      'COMMIT',
      ...Array(sizes.length + 1).fill('WITH'),
    ])
  })

  it('comes as a header at once, without a statement after the audit entry', async () => {
    const statements = await database.statementsOf(async () => {
      const chunks = await exportResearch(systemCtx(database), exportResearchInput.parse({ course: slug }))
      const { value } = await chunks.next()
      expect(value).toMatch(/^ID,Course ID,[^\r\n]+\r\n$/)
    })
    expect(statements.filter((sql) => sql.includes('submissions'))).toEqual([])
  })

  it('comes in chunks of about a megabyte where students wrote much', async () => {
    await database.pool.query(`UPDATE submissions SET content = repeat('"', 300000) WHERE id <= 12`)
    const chunks = await chunksOf(systemCtx(database), { course: slug })
    const long = parseExport(chunks.join('')).filter((row) => row['Submissions Content'] === '"'.repeat(300_000))
    expect(long).toHaveLength(12)
    // Quotes are doubled in CSV: three such contents to a batch are 1.8 million characters.
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(2_500_000)
  })
})
