/**
 * The reads that are one statement each answer what a plain reading of the same rows by Prisma does, whatever the rows are;
 * and none of them reads a whole table that grows with the district.
 */
import type { EnrollmentRole } from '@cpr/db'
import { overhear } from '@cpr/db/testing'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  createCourse,
  createTelephonePlan,
  enrollStudents,
  now,
  type TestDatabase,
  testDatabase,
} from '../testing/index.ts'
import {
  plainCourseView,
  plainForGrading,
  plainRecent,
  plainRoster,
  plainStandings,
  plainStudentView,
} from '../testing/plain-readings.ts'
import {
  assignPlan,
  courseAssignments,
  getAssignment,
  listAssignments,
  myAssignments,
  studentAssignments,
} from './assignments/index.ts'
import { authenticate } from './auth/index.ts'
import { type Ctx, withTransaction } from './context.ts'
import { courseFor, toCourse } from './courses/index.ts'
import { JsonText } from './json.ts'
import { listRoster } from './roster/index.ts'
import { createSubmission, recentSubmissions, standings, submissionsForGrading } from './submissions/index.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
})

const text = (max: number) =>
  fc
    .string({
      unit: fc.oneof(
        fc.constantFrom(...'"\\/\n\t{}[],:😀é\u2028\u0001'),
        fc.string({ unit: 'grapheme', maxLength: 1 }),
      ),
      maxLength: max,
    })
    .map((value) => value.replaceAll('\0', ''))
const day = fc.integer({ min: 1, max: 28 }).map((date) => new Date(`2026-03-${String(date).padStart(2, '0')}`))
/** Few, so that several stand at the same moment. */
const moment = fc.integer({ min: 0, max: 6 }).map((minutes) => new Date(now.getTime() + minutes * 60_000 + minutes * 7))
const mark = fc.option(fc.integer({ min: 4, max: 20 }).map((quarters) => quarters / 4))
const pattern = fc.constantFrom<unknown>(['tonic', ' dominant '], [], null, ['tonic', 5], [''], [['nested']], undefined)

type World = { course: string; pieceSlug: string; teacher: Ctx; students: { ctx: Ctx; enrollmentId: number }[] }

/** A course out of everything that may be in one: the rows are made up, not handed in by verbs. */
const build = async (g: fc.GeneratorValue): Promise<World> => {
  const { db, pool } = database
  const instruments = (await db.instrument.findMany({ select: { id: true }, take: 4 })).map(({ id }) => id)
  const instrument = () => g(fc.option, fc.constantFrom(...instruments))
  const course = await createCourse(database)
  const people = await enrollStudents(database, course, g(fc.integer, { min: 3, max: 5 }), { instrument: null })
  for (const { id, enrollmentId } of people) {
    const names = { name: g(text, 12), grade: g(text, 3), externalId: g(text, 5) }
    await db.user.update({
      where: { id },
      data: { ...names, instrumentId: instrument(), groups: ['STUDENT', 'RESEARCHER'] },
    })
    await db.enrollment.update({ where: { id: enrollmentId }, data: { instrumentId: instrument() } })
  }
  const activities = (await db.activity.findMany({ select: { id: true } })).map(({ id }) => id)
  const ensembleTypeId = 1
  const written = { data: [{ name: g(text, 8) }, { name: 'Anon', url: 'https://example.org/?a="b"' }] }
  const composers = (await db.composer.createManyAndReturn(written)).map(({ id }) => id)
  const pieces = []
  for (let nth = 0; nth < 2; nth += 1) {
    const types = g(fc.subarray, [1, 2, 3])
    const piece = await db.piece.create({
      data: {
        name: g(text, 10),
        slug: `hot-${course.slug}-${nth}`,
        ensembleTypeId,
        dateComposed: g(fc.option, day),
        video: g(text, 8),
        composerId: g(fc.option, fc.constantFrom(...composers)),
        parts: {
          create: types.map((partTypeId) => {
            const chordScalePattern = g(() => pattern)
            return {
              name: g(text, 8),
              partTypeId,
              ...(chordScalePattern === undefined || chordScalePattern === null
                ? {}
                : { chordScalePattern: chordScalePattern as object }),
              transpositions: {
                create: g(fc.subarray, [1, 2]).map((transpositionId) => ({ transpositionId, notation: g(text, 20) })),
              },
              samples: {
                create: instruments
                  .slice(0, g(fc.integer, { min: 0, max: 2 }))
                  .map((instrumentId) => ({ instrumentId, sampleAudio: 'a/b c.mp3' })),
              },
            }
          }),
        },
      } as Parameters<typeof db.piece.create>[0]['data'],
      select: { id: true, slug: true, parts: { select: { id: true } } },
    })
    const plan = await db.piecePlan.create({ data: { name: 'Plan', pieceId: piece.id }, select: { id: true } })
    for (const activityId of g(fc.subarray, activities, { minLength: 1, maxLength: 6 })) {
      const planned = g(fc.boolean)
      await db.courseAssignment.create({
        data: {
          courseId: course.id,
          pieceId: piece.id,
          activityId,
          piecePlanId: planned ? plan.id : null,
          position: planned ? g(fc.integer, { min: 1, max: 4 }) : null,
          instrumentId: instrument(),
          deadline: g(fc.option, day),
          audience: g(fc.constantFrom, 'EVERYONE' as const, 'MEMBERS' as const),
          archivedAt: g(fc.integer, { min: 0, max: 5 }) === 0 ? now : null,
        },
      })
    }
    pieces.push(piece)
  }
  if (g(fc.boolean)) {
    const { id: planId } = await createTelephonePlan(database)
    await db.user.updateMany({
      where: { id: { in: people.map(({ id }) => id) } },
      data: { instrumentId: instruments[0] ?? null },
    })
    await assignPlan(course.teacher.ctx, { course: course.slug, planId, deadline: null })
  }
  const assignments = await db.courseAssignment.findMany({ where: { courseId: course.id }, select: { id: true } })
  const enrollments = await db.enrollment.findMany({ where: { courseId: course.id }, select: { id: true } })
  for (const { id: courseAssignmentId } of assignments)
    for (const { id: enrollmentId } of enrollments) {
      if (g(fc.integer, { min: 0, max: 3 }) === 0)
        await db.assignmentOverride.create({
          data: { courseAssignmentId, enrollmentId, instrumentId: instruments[1] ?? null, deadline: g(fc.option, day) },
        })
      if (g(fc.integer, { min: 0, max: 3 }) === 0) {
        const steps = { currentStep: g(fc.integer, { min: 1, max: 4 }), finishedAt: g(fc.option, moment) }
        await db.activityProgress.create({ data: { courseAssignmentId, enrollmentId, ...steps } })
      }
      for (let take = g(fc.integer, { min: 0, max: 2 }); take > 0; take -= 1)
        await db.submission.create({
          data: {
            courseAssignmentId,
            enrollmentId,
            instrumentId: instrument(),
            partId: pieces[0]?.parts[0]?.id ?? null,
            index: take,
            content: g(text, 15),
            submittedAt: g(() => moment),
            attachments: {
              create: Array.from({ length: g(fc.integer, { min: 0, max: 2 }) }, () => ({
                file: `take/${g(text, 6)}x.mp3`,
                contentType: g(text, 4),
                sizeBytes: g(fc.option, fc.constantFrom(0n, 12n, 9_007_199_254_740_991n)),
                sha256: g(fc.option, fc.constant('0f'.repeat(32))),
                submittedAt: g(() => moment),
              })),
            },
            grades: {
              create: Array.from({ length: g(fc.integer, { min: 0, max: 3 }) }, () => ({
                graderId: course.teacher.id,
                kind: g(fc.constantFrom, 'TEACHER' as const, 'SELF' as const),
                rhythm: g(() => mark),
                tone: g(() => mark),
                expression: 4.25,
                createdAt: g(() => moment),
              })),
            },
          },
        })
    }
  // Microseconds, which Prisma does not write: an answer drops them, the order counts them.
  await pool.query(`UPDATE submissions SET submitted_at = submitted_at + (id % 7) * interval '1 microsecond'
    WHERE course_assignment_id IN (SELECT id FROM course_assignments WHERE course_id = ${course.id})`)
  const [late] = await enrollStudents(database, course, 1, { instrument: null })
  const students = [...people, ...(late ? [late] : [])]
  return { course: course.slug, pieceSlug: pieces[0]?.slug ?? '', teacher: course.teacher.ctx, students }
}

describe('a hot read answers what plain Prisma reads', () => {
  it('whatever there is in a course, outside of a transaction and in one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (g) => {
        const { course, pieceSlug, teacher, students } = await build(g)
        const withNotation = g(fc.boolean)
        const check = async (ctx: Ctx) => {
          for (const { enrollmentId } of students) {
            const plain = await plainStudentView(ctx, { course, enrollmentId, withNotation })
            expect(await studentAssignments(ctx, { course, enrollmentId, withNotation })).toEqual(plain)
          }
          const courseView = await plainCourseView(ctx, course, withNotation)
          expect(await courseAssignments(ctx, { course, withNotation })).toEqual(courseView)
          expect(await listRoster(ctx, { course })).toEqual(await plainRoster(ctx, course))
          expect(await standings(ctx, { course })).toEqual(await plainStandings(ctx, course))
          for (const activityType of ['Melody', 'Reflection', 'nothing']) {
            const of = { pieceSlug, activityType }
            expect(await recentSubmissions(ctx, { course, ...of })).toEqual(await plainRecent(ctx, course, of))
            const plain = await plainForGrading(ctx, course, of)
            expect(await submissionsForGrading(ctx, { course, latestOf: of })).toEqual(plain)
          }
          expect(await submissionsForGrading(ctx, { course })).toEqual(await plainForGrading(ctx, course))
        }
        await check(teacher)
        await withTransaction(teacher, check)

        for (const { ctx, enrollmentId } of students) {
          const plain = await plainStudentView(ctx, { course, enrollmentId, withNotation })
          expect(await myAssignments(ctx, { course, withNotation })).toEqual(plain)
          expect(await listAssignments(ctx, { course, withNotation })).toEqual({ as: 'student', pieces: plain })
          for (const { piece, assignments } of await plainStudentView(ctx, {
            course,
            enrollmentId,
            withNotation: true,
          }))
            for (const assignment of assignments.slice(0, 1)) {
              const { parts, ...rest } = piece
              const part = parts.find(({ id }) => id === assignment.partId) ?? null
              expect(await getAssignment(ctx, { course, id: assignment.id })).toEqual({
                ...assignment,
                piece: rest,
                part,
              })
            }
        }
        const { as, pieces } = await listAssignments(teacher, { course, withNotation })
        const plain = await plainCourseView(teacher, course, withNotation)
        const plainer = plain.map((each) => ({
          ...each,
          assignments: each.assignments.map(({ groups: _, handedIn: __, toGrade: ___, finished: ____, ...row }) => row),
        }))
        expect({ as, pieces }).toEqual({ as: 'teacher', pieces: plainer })
      }),
      // A smaller world shows no more, and takes as long.
      { numRuns: 6, endOnFailure: true },
    )
  })

  it('and to a transport that sends text it is text, of the same JSON', async () => {
    const course = await createCourse(database)
    const roster = await listRoster(course.teacher.ctx, { course: course.slug })
    const sent: unknown = await listRoster({ ...course.teacher.ctx, asText: true }, { course: course.slug })
    expect(sent).toBeInstanceOf(JsonText)
    expect(JSON.parse(JSON.stringify(sent))).toEqual(roster)
  })

  it('as does the course that every verb finds first', async () => {
    const { slug, teacher } = await createCourse(database)
    const { db } = database
    await db.course.update({ where: { slug }, data: { archivedAt: now, name: '"Ünï"\n', canEditInstruments: true } })
    const {
      archivedAt,
      startDate,
      endDate,
      createdAt: _,
      ownerId: __,
      ...row
    } = await db.course.findUniqueOrThrow({ where: { slug } })
    const { enrollment, owner, ...found } = await courseFor(teacher.ctx, 'courses.get', slug)
    expect(found).toEqual({ ...row, archivedAt, startDate, endDate })
    expect(toCourse({ ...found, owner }).archivedAt).toBe(now.toISOString())
    expect(owner).toMatchObject({ id: teacher.id, groups: ['TEACHER'] })
    expect(enrollment?.role).toBe('TEACHER' satisfies EnrollmentRole)
    expect((await courseFor(teacher.ctx, 'courses.get', { id: row.id })).slug).toBe(slug)
  })
})

/** Tables of a few dozen rows on any site: reading all of one is the quickest way to find a row in it. */
const library = [
  'activities',
  'activity_categories',
  'activity_types',
  'composers',
  'ensemble_types',
  'instruments',
  'part_instrument_samples',
  'part_transpositions',
  'part_types',
  'parts',
  'pieces',
  'transpositions',
]

describe('the plan of a hot statement', () => {
  /** What `work` prepares, with its values. */
  const preparedBy = async (work: () => Promise<unknown>) => {
    const seen: { name: string; text: string; values: unknown[] }[] = []
    const stop = overhear(({ name, text = '', values = [] }) => {
      if (name !== undefined) seen.push({ name, text, values })
    })
    try {
      await work()
      return seen
    } finally {
      stop()
    }
  }

  type Node = { 'Node Type': string; 'Relation Name'?: string; Plans?: Node[] }
  const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

  it('reads no table whole that grows with the district', async () => {
    const world = await createCourse(database)
    const [student] = await enrollStudents(database, world, 3)
    const telephone = await createTelephonePlan(database)
    await assignPlan(world.teacher.ctx, { course: world.slug, planId: telephone.id, deadline: null })
    const mine = await myAssignments((student as { ctx: Ctx }).ctx, { course: world.slug, withNotation: false })
    const courseAssignmentId = mine[0]?.assignments[0]?.id as number
    await database.pool.query(district)
    await database.pool.query('ANALYZE')

    const course = world.slug
    const { ctx } = world.teacher
    const pupil = (student as { ctx: Ctx }).ctx
    const latestOf = { pieceSlug: telephone.piece.slug, activityType: 'Aural' }
    const statements = await preparedBy(async () => {
      await myAssignments(pupil, { course, withNotation: true })
      await getAssignment(pupil, { course, id: courseAssignmentId })
      await listAssignments(pupil, { course, withNotation: true })
      const { id: submissionId } = await createSubmission(pupil, { course, courseAssignmentId, content: 'x' })
      await listAssignments(ctx, { course, withNotation: true })
      await courseAssignments(ctx, { course, withNotation: true })
      await listRoster(ctx, { course })
      await recentSubmissions(ctx, { course, ...latestOf })
      await standings(ctx, { course })
      await submissionsForGrading(ctx, { course, latestOf })
      await submissionsForGrading(ctx, { course, id: submissionId })
      await submissionsForGrading(ctx, { course })
      await courseFor(ctx, 'courses.get', course)
      await authenticate(ctx, world.teacher.token)
    })
    expect(new Set(statements.map(({ name }) => name)).size).toBe(14)

    const client = await database.pool.connect()
    try {
      // As a server that has been up for a while plans: for any course, not for this one.
      await client.query('SET plan_cache_mode = force_generic_plan')
      for (const { name, text: sql, values } of statements) {
        await client.query(`PREPARE hot AS ${sql}`)
        const given = values.map((value) => (value === null ? 'NULL' : literal(value))).join(', ')
        const { rows } = await client.query(`EXPLAIN (FORMAT JSON) EXECUTE hot(${given})`)
        await client.query('DEALLOCATE hot')
        const whole = nodesOf(rows[0]['QUERY PLAN'][0].Plan)
          .filter((node) => node['Node Type'] === 'Seq Scan' && !library.includes(node['Relation Name'] ?? ''))
          .map((node) => node['Relation Name'])
        expect({ name, whole }).toEqual({ name, whole: [] })
      }
    } finally {
      await client.query('RESET plan_cache_mode')
      client.release()
      await database.clear()
    }
  })
})

const literal = (value: unknown): string => {
  if (value instanceof Date) return `'${value.toISOString()}'`
  if (Array.isArray(value)) return `'{${value.join(',')}}'`
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
}

/** Fifteen hundred courses of six, with everything that a course grows by. */
const district = `
  INSERT INTO users (username, password_hash) SELECT 'many' || n, '!' FROM generate_series(1, 9000) n;
  INSERT INTO sessions (token_hash, user_id, expires_at)
    SELECT encode(sha256(username::bytea), 'hex'), id, now() FROM users WHERE username LIKE 'many%';
  INSERT INTO courses (name, slug, start_date, end_date)
    SELECT 'Many', 'many-' || n, '2026-01-12', '2026-06-05' FROM generate_series(1, 1500) n;
  INSERT INTO enrollments (user_id, course_id, role)
    SELECT u.id, c.id, 'student' FROM (SELECT id, row_number() OVER (ORDER BY id) n FROM users WHERE username LIKE 'many%') u
    JOIN (SELECT id, row_number() OVER (ORDER BY id) n FROM courses WHERE slug LIKE 'many-%') c ON c.n = 1 + u.n % 1500;
  INSERT INTO course_assignments (course_id, activity_id, piece_id)
    SELECT c.id, a.id, (SELECT min(id) FROM pieces) FROM courses c, (SELECT id FROM activities ORDER BY id LIMIT 6) a
    WHERE c.slug LIKE 'many-%';
  INSERT INTO assignment_groups (type) SELECT 'telephone_fixed' FROM generate_series(1, 9000);
  INSERT INTO group_assignments (group_id, enrollment_id, course_assignment_id)
    SELECT (SELECT min(id) FROM assignment_groups) + row_number() OVER () % 9000, e.id, ca.id
    FROM enrollments e JOIN course_assignments ca ON ca.course_id = e.course_id JOIN courses c ON c.id = e.course_id
    WHERE c.slug LIKE 'many-%' AND ca.activity_id = (SELECT min(id) FROM activities) ON CONFLICT DO NOTHING;
  INSERT INTO assignment_overrides (course_assignment_id, enrollment_id, deadline)
    SELECT ca.id, e.id, '2026-03-03' FROM enrollments e JOIN course_assignments ca ON ca.course_id = e.course_id
    JOIN courses c ON c.id = e.course_id WHERE c.slug LIKE 'many-%' AND (ca.id + e.id) % 3 = 0;
  INSERT INTO submissions (course_assignment_id, enrollment_id)
    SELECT ca.id, e.id FROM enrollments e JOIN course_assignments ca ON ca.course_id = e.course_id
    JOIN courses c ON c.id = e.course_id WHERE c.slug LIKE 'many-%';
  INSERT INTO activity_progress (course_assignment_id, enrollment_id)
    SELECT course_assignment_id, enrollment_id FROM submissions WHERE id % 3 = 0 ON CONFLICT DO NOTHING;
  INSERT INTO submission_attachments (submission_id, file) SELECT id, 'take-' || id FROM submissions;
  INSERT INTO grades (submission_id, grader_id, kind, rhythm)
    SELECT id, (SELECT min(id) FROM users), 'teacher', 4 FROM submissions WHERE id % 2 = 0`
