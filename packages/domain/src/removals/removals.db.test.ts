import { Readable } from 'node:stream'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createAdministrator,
  createCourse,
  createPiece,
  createPlan,
  createTelephonePlan,
  createUser,
  ctxFor,
  enrollStudent,
  enrollStudents,
  instrumentId,
  mediaFiles,
  now,
  systemCtx,
  type TestCourse,
  type TestDatabase,
  type TestPlan,
  type TestStudent,
  type TestUser,
  testDatabase,
} from '../../testing/index.ts'
import { assignPlan, placeLateJoiners, setOverride, unassign } from '../assignments/index.ts'
import { attachConfigFile, createConfig, createConfigInput, deleteConfig, getConfig } from '../configs/index.ts'
import type { Ctx } from '../context.ts'
import { archiveCourse } from '../courses/index.ts'
import { enroll, removeEnrollment } from '../enrollments/index.ts'
import { deletePiece } from '../music/index.ts'
import type { Action } from '../policy.ts'
import { createSubmission, grade, gradeSelf, removeGrade } from '../submissions/index.ts'
import { listRemovals, listRemovalsInput, purgeRemovals, restoreRemoval } from './index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
})

const msPerDay = 86_400_000
const daysLater = ({ actor }: Ctx, days: number): Ctx =>
  ctxFor(database, actor, new Date(now.getTime() + days * msPerDay))

/** Every row of every table, but for what tells of removals, as the database writes it: all columns. */
const everything = async (): Promise<Record<string, string[]>> => {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname = 'public' AND tablename NOT IN ('removals', 'audit_entries') ORDER BY 1`,
  )
  const each = tables.map(
    ({ name }) => `SELECT '${name}' AS name, ARRAY(SELECT t::text FROM ${name} t ORDER BY t::text) AS rows`,
  )
  const { rows } = await database.pool.query<{ name: string; rows: string[] }>(each.join(' UNION ALL '))
  return Object.fromEntries(rows.map(({ name, rows: all }) => [name, all]))
}

const differing = (before: Record<string, string[]>, after: Record<string, string[]>): string[] =>
  Object.keys(before).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))

type Removal = {
  /** Who may bring it back, of the people of the world. */
  may: ('owner' | 'teacher' | 'administrator')[]
  remove: () => Promise<{ removal: number | null }>
  /** Under which name, and of whom, the audit trail has it. */
  audited: [action: Action, by: TestUser]
  /** The tables that it changes. */
  tables: string[]
}

type World = {
  course: TestCourse
  students: TestStudent[]
  owner: TestUser
  administrator: TestUser
  plan: TestPlan
}

/** A course whose first student has a place, an override and looked into something, and whose second one handed in. */
const build = async (): Promise<World> => {
  const course = await createCourse(database)
  const students = await enrollStudents(database, course, 3)
  const plan = await createTelephonePlan(database)
  await assignPlan(course.teacher.ctx, { course: course.slug, planId: plan.id, deadline: '2026-03-01' })
  // A group of its own for each student.
  const alone = await createPlan(database, { types: ['Aural'], type: 'TELEPHONE_FIXED' })
  await assignPlan(course.teacher.ctx, { course: course.slug, planId: alone.id, deadline: null })
  await database.pool.query(`UPDATE enrollments SET created_at = created_at + interval '1 microsecond'`)
  return {
    course,
    students,
    owner: await createUser(database),
    administrator: await createAdministrator(database),
    plan,
  }
}

let world: World
beforeEach(async () => {
  world = await build()
})

const first = (): TestStudent => world.students[0] as TestStudent

const assignmentsOf = (pieceId: number) =>
  database.db.courseAssignment.findMany({
    where: { courseId: world.course.id, pieceId },
    include: { groupAssignments: true },
    orderBy: { id: 'asc' },
  })

const takeOutStudent = async (): Promise<Removal> => {
  const [assignment] = await assignmentsOf(world.plan.piece.id)
  await setOverride(world.course.teacher.ctx, {
    course: world.course.slug,
    courseAssignmentId: assignment?.id as number,
    enrollmentId: first().enrollmentId,
    deadline: '2026-05-01',
  })
  return {
    may: ['teacher', 'administrator'],
    remove: () => removeEnrollment(world.course.teacher.ctx, { id: first().enrollmentId }),
    audited: ['enrollments.remove', world.course.teacher],
    tables: ['assignment_groups', 'assignment_overrides', 'enrollments', 'group_assignments'],
  }
}

/** One of three activities was worked on, one looked into, and one has an override. */
const takeOutPiece = async (): Promise<Removal> => {
  const [one, two, three] = await assignmentsOf(world.plan.piece.id)
  const holder = (row: typeof one) => row?.groupAssignments[0]?.enrollmentId as number
  const progress = await database.db.activityProgress.create({
    data: { courseAssignmentId: one?.id as number, enrollmentId: holder(one) },
  })
  await database.db.activityEvent.create({ data: { progressId: progress.id, step: 1, operation: 'play' } })
  await database.db.activityProgress.create({
    data: {
      courseAssignmentId: two?.id as number,
      enrollmentId: holder(two),
      audioMetadata: { peaks: [0.1, 1e-7, 123456789.125] },
    },
  })
  await database.db.assignmentOverride.create({
    data: {
      courseAssignmentId: three?.id as number,
      enrollmentId: holder(three),
      instrumentId: await instrumentId(database, 'Tuba'),
    },
  })
  return {
    may: ['teacher', 'administrator'],
    remove: () => unassign(world.course.teacher.ctx, { course: world.course.slug, pieceId: world.plan.piece.id }),
    audited: ['assignments.unassign', world.course.teacher],
    tables: ['activity_progress', 'assignment_overrides', 'course_assignments', 'group_assignments'],
  }
}

const takeOutIdlePiece = async (): Promise<Removal> => ({
  may: ['teacher', 'administrator'],
  remove: () => unassign(world.course.teacher.ctx, { course: world.course.slug, pieceId: world.plan.piece.id }),
  audited: ['assignments.unassign', world.course.teacher],
  tables: ['assignment_groups', 'course_assignments', 'group_assignments'],
})

const putAwayCourse = async (): Promise<Removal> => ({
  may: ['teacher', 'administrator'],
  remove: () => archiveCourse(world.course.teacher.ctx, { course: world.course.slug, archived: true }),
  audited: ['courses.archive', world.course.teacher],
  tables: ['courses'],
})

const handedIn = async () => {
  const [assignment] = await assignmentsOf(world.plan.piece.id)
  const student = world.students.find(
    ({ enrollmentId }) => enrollmentId === assignment?.groupAssignments[0]?.enrollmentId,
  ) as TestStudent
  const submission = await createSubmission(student.ctx, {
    course: world.course.slug,
    courseAssignmentId: assignment?.id as number,
    content: 'kept',
  })
  return { student, submissionId: submission.id }
}

const marks = { rhythm: 3.25, tone: null, expression: 4.75 }

const takeAwayGrade = async (): Promise<Removal> => {
  const { student, submissionId } = await handedIn()
  const of = { course: world.course.slug, submissionId }
  await grade(world.course.teacher.ctx, { ...of, ...marks })
  await gradeSelf(student.ctx, { ...of, ...marks })
  const { id } = await grade(daysLater(world.course.teacher.ctx, 1), { ...of, ...marks, tone: 2 })
  return {
    may: ['teacher', 'administrator'],
    remove: () => removeGrade(world.course.teacher.ctx, { course: world.course.slug, id }),
    audited: ['grades.remove', world.course.teacher],
    tables: ['grades'],
  }
}

const wav = () => Readable.from([Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), Buffer.alloc(100)])])

const configOf = async (ctx: Ctx, forSite: boolean): Promise<number> => {
  const settings = { 'key "é"': [1.5, null, { deep: '\u2028' }], large: 1e21, small: 5e-324 }
  const { id } = await createConfig(ctx, createConfigInput.parse({ name: 'Tuner', settings, forSite }))
  await attachConfigFile(ctx, { id, filename: 'sample.wav', body: wav() })
  return id
}

const deleteOwnConfig = async (): Promise<Removal> => {
  const id = await configOf(world.owner.ctx, false)
  return {
    may: ['owner', 'administrator'],
    remove: () => deleteConfig(world.owner.ctx, { id }),
    audited: ['configs.delete', world.owner],
    tables: ['instrument_configs'],
  }
}

const deleteSiteConfig = async (): Promise<Removal> => {
  const id = await configOf(world.administrator.ctx, true)
  return {
    may: ['administrator'],
    remove: () => deleteConfig(world.administrator.ctx, { id }),
    audited: ['configs.delete', world.administrator],
    tables: ['instrument_configs'],
  }
}

const deleteUnusedPiece = async (): Promise<Removal> => {
  const { piece } = await createPlan(database, { createdById: world.course.teacher.id })
  await database.db.partInstrumentSample.create({
    data: {
      partId: piece.parts.Melody as number,
      instrumentId: await instrumentId(database, 'Flute'),
      sampleAudio: 'samples/flute.mp3',
    },
  })
  await database.db.part.update({
    where: { id: piece.parts.Bassline as number },
    data: { chordScalePattern: ['I', 5] },
  })
  return {
    may: ['administrator'],
    remove: () => deletePiece(world.administrator.ctx, { id: piece.id }),
    audited: ['music.deletePiece', world.administrator],
    tables: ['part_instrument_samples', 'part_transpositions', 'parts', 'piece_plans', 'pieces', 'planned_activities'],
  }
}

const kinds = {
  'a student': takeOutStudent,
  'a piece that somebody began': takeOutPiece,
  'a piece that nobody began': takeOutIdlePiece,
  'a course': putAwayCourse,
  'a grade with its history': takeAwayGrade,
  'an own configuration': deleteOwnConfig,
  'a configuration of the site': deleteSiteConfig,
  'a piece of the library': deleteUnusedPiece,
}

/** Removes it. @returns the id of the removal */
const removed = async ({ remove }: Pick<Removal, 'remove'>): Promise<number> => {
  const { removal } = await remove()
  expect(removal).toEqual(expect.any(Number))
  return removal as number
}

/** Who did what, but for the first `earlier` entries of the trail. */
const auditedSince = async (earlier: number) => {
  const entries = await database.db.auditEntry.findMany({ orderBy: { id: 'asc' }, skip: earlier })
  return entries.map(({ action, actorId }) => [action, actorId])
}

describe.each(Object.entries(kinds))('%s', (_what, prepare) => {
  it('comes back with the same rows, once, by whoever may', async () => {
    const removal = await prepare()
    const before = await everything()
    for (const who of removal.may) {
      const earlier = await database.db.auditEntry.count()
      const id = await removed(removal)
      expect(differing(before, await everything())).toEqual(removal.tables)
      const person = { owner: world.owner, teacher: world.course.teacher, administrator: world.administrator }[who]
      const answer = await restoreRemoval(person.ctx, { id })
      expect(await everything()).toEqual(before)
      expect(await restoreRemoval(person.ctx, { id })).toEqual(answer)
      expect(await everything()).toEqual(before)
      const [action, by] = removal.audited
      expect(await auditedSince(earlier)).toEqual([
        [action, by.id],
        ['removals.restore', person.id],
      ])
      expect(
        await database.db.auditEntry.count({ where: { action: 'removals.restore', subjectIds: { has: id } } }),
      ).toBe(1)
      const { contents, files } = await database.db.removal.findUniqueOrThrow({ where: { id } })
      expect([contents, files], 'nothing is kept twice').toEqual([[], []])
    }
  })

  it('comes back by the system on the thirtieth day, and not on the thirty-first', async () => {
    const removal = await prepare()
    const before = await everything()
    const id = await removed(removal)
    const gone = await everything()
    const system = systemCtx(database)
    await expect(restoreRemoval(daysLater(system, 31), { id })).rejects.toMatchObject({ code: 'conflict' })
    expect(await everything()).toEqual(gone)
    await restoreRemoval(daysLater(system, 30), { id })
    expect(await everything()).toEqual(before)
  })

  it('is brought back by nobody else', async () => {
    const removal = await prepare()
    const id = await removed(removal)
    const gone = await everything()
    const others: Record<string, TestUser> = {
      owner: world.owner,
      teacher: world.course.teacher,
      student: world.students[1] as TestStudent,
      'teacher elsewhere': (await createCourse(database)).teacher,
      researcher: await createUser(database, { groups: ['RESEARCHER'] }),
    }
    for (const name of removal.may) delete others[name]
    const unchanged = { ...gone, ...(await everything()) }
    for (const [name, { ctx }] of Object.entries(others))
      await expect(restoreRemoval(ctx, { id }), name).rejects.toMatchObject({
        code: 'not-found',
        details: { entity: 'Removal' },
      })
    expect(await everything()).toEqual(unchanged)
  })

  it('restored by two at the same moment is there once', async () => {
    const removal = await prepare()
    const before = await everything()
    const id = await removed(removal)
    const { ctx } = world.administrator
    const [one, other] = await Promise.all([restoreRemoval(ctx, { id }), restoreRemoval(ctx, { id })])
    expect(one).toEqual(other)
    expect(await everything()).toEqual(before)
    expect(await database.db.auditEntry.count({ where: { action: 'removals.restore', subjectIds: { has: id } } })).toBe(
      1,
    )
  })
})

describe('what stands in the way', () => {
  /** A refusal says why, and changes nothing. */
  const refusal = async (id: number, words: RegExp) => {
    const before = await everything()
    const work = restoreRemoval(world.administrator.ctx, { id })
    await expect(work).rejects.toMatchObject({ code: 'conflict', message: expect.stringMatching(words) })
    expect(await everything()).toEqual(before)
    expect((await database.db.removal.findUniqueOrThrow({ where: { id } })).restoredAt).toBeNull()
  }

  it('a student who is enrolled again', async () => {
    const id = await removed(await takeOutStudent())
    await enroll(world.course.teacher.ctx, {
      course: world.course.slug,
      user: { id: first().id },
      role: 'STUDENT',
      instrumentId: null,
    })
    await refusal(id, /is in the course again/)
  })

  it('a place in a group that somebody else took', async () => {
    const late = await enrollStudent(database, world.course)
    const id = await removed(await takeOutStudent())
    await placeLateJoiners(world.course.teacher.ctx, { course: world.course.slug })
    expect(await database.db.groupAssignment.count({ where: { enrollmentId: late.enrollmentId } })).toBeGreaterThan(0)
    await refusal(id, /the place of .+ in a telephone group/)
  })

  it('an assignment that a place belongs to and that is gone, until that is back', async () => {
    const before = await everything()
    const student = await removed(await takeOutStudent())
    const piece = await removed(await takeOutIdlePiece())
    await refusal(student, /restore that first/)
    await restoreRemoval(world.course.teacher.ctx, { id: piece })
    await restoreRemoval(world.course.teacher.ctx, { id: student })
    expect(differing(before, await everything())).toEqual(['assignment_overrides'])
  })

  it('a piece that is assigned again', async () => {
    for (const prepare of [takeOutPiece, takeOutIdlePiece]) {
      world = await build()
      const id = await removed(await prepare())
      const { course, plan } = world
      await assignPlan(course.teacher.ctx, { course: course.slug, planId: plan.id, deadline: null })
      await refusal(id, /is assigned again/)
    }
  })

  it('a piece with work in all of it that was assigned again, also when it was unassigned anew', async () => {
    const { course, plan } = world
    for (const { id, groupAssignments } of await assignmentsOf(plan.piece.id))
      await database.db.activityProgress.create({
        data: { courseAssignmentId: id, enrollmentId: groupAssignments[0]?.enrollmentId as number, currentStep: 2 },
      })
    const before = await everything()
    const unassignOn = (ctx: Ctx) => unassign(ctx, { course: course.slug, pieceId: plan.piece.id })
    const { removed: gone, archived, removal } = await unassignOn(course.teacher.ctx)
    expect([gone, archived]).toEqual([0, 3])
    await assignPlan(course.teacher.ctx, { course: course.slug, planId: plan.id, deadline: null })
    await refusal(removal as number, /is assigned again/)
    const later = await unassignOn(daysLater(course.teacher.ctx, 1))
    await refusal(removal as number, /is assigned again/)
    await restoreRemoval(course.teacher.ctx, { id: later.removal as number })
    expect(await everything()).toEqual(before)
  })

  it('a course that came back by itself, also when it was archived anew', async () => {
    const { course } = world
    const id = await removed(await putAwayCourse())
    await archiveCourse(course.teacher.ctx, { course: course.slug, archived: false })
    expect((await restoreRemoval(course.teacher.ctx, { id })).id).toBe(id)
    const later = daysLater(course.teacher.ctx, 1)
    const { removal } = await archiveCourse(later, { course: course.slug, archived: true })
    const archived = await everything()
    await restoreRemoval(course.teacher.ctx, { id })
    expect(await everything()).toEqual(archived)
    expect((await archiveCourse(later, { course: course.slug, archived: true })).removal).toBeNull()
    await restoreRemoval(later, { id: removal as number })
    expect((await database.db.course.findUniqueOrThrow({ where: { id: course.id } })).archivedAt).toBeNull()
  })

  it('an archived course, of everything in it', async () => {
    const ids = [await removed(await takeAwayGrade()), await removed(await takeOutPieceOfTwo())]
    await archiveCourse(world.course.teacher.ctx, { course: world.course.slug, archived: true })
    for (const id of ids) await refusal(id, /archived/)
  })

  it('a newer grade', async () => {
    const id = await removed(await takeAwayGrade())
    const [{ id: submissionId } = { id: 0 }] = await database.db.submission.findMany({
      where: { courseAssignment: { courseId: world.course.id } },
    })
    await gradeSelf((await workerOf(submissionId)).ctx, { course: world.course.slug, submissionId, ...marks })
    await grade(world.course.teacher.ctx, { course: world.course.slug, submissionId, ...marks })
    await refusal(id, /graded again: Name of \S+ · Aural · Piece/)
  })

  it('another piece of the same address', async () => {
    const id = await removed(await deleteUnusedPiece())
    const [{ slug }] = (
      await database.pool.query(`SELECT contents->0->'rows'->0->>'slug' AS slug FROM removals WHERE id = ${id}`)
    ).rows as [{ slug: string }]
    const { id: other } = await createPiece(database)
    await database.db.piece.update({ where: { id: other }, data: { slug } })
    await refusal(id, /has the address/)
  })

  const takeOutPieceOfTwo = async (): Promise<Pick<Removal, 'remove'>> => {
    const plan = await createPlan(database)
    await assignPlan(world.course.teacher.ctx, { course: world.course.slug, planId: plan.id, deadline: null })
    return {
      remove: () => unassign(world.course.teacher.ctx, { course: world.course.slug, pieceId: plan.piece.id }),
    }
  }

  const workerOf = async (submissionId: number): Promise<TestStudent> => {
    const { enrollmentId } = await database.db.submission.findUniqueOrThrow({ where: { id: submissionId } })
    return world.students.find((student) => student.enrollmentId === enrollmentId) as TestStudent
  }
})

describe('a piece of the library', () => {
  it('stays where a course holds it, assigned or in a curriculum, and says which', async () => {
    const { ctx } = world.administrator
    await expect(deletePiece(ctx, { id: world.plan.piece.id })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`Course ${world.course.slug}`),
    })
    const plan = await createPlan(database)
    await database.db.curriculum.create({
      data: { name: 'Year', courseId: world.course.id, entries: { create: { piecePlanId: plan.id, position: 1 } } },
    })
    await expect(deletePiece(ctx, { id: plan.piece.id })).rejects.toMatchObject({ code: 'conflict' })
    await expect(deletePiece(ctx, { id: 999_999 })).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('the list', () => {
  const list = (ctx: Ctx, input: Partial<Parameters<typeof listRemovals>[1]> = {}) =>
    listRemovals(ctx, { ...listRemovalsInput.parse({}), ...input })

  it('has what can be brought back in a course, the last one first, page by page, for its teachers', async () => {
    const { course } = world
    const grades = await removed(await takeAwayGrade())
    const student = await enrollStudent(database, course)
    const { removal } = await removeEnrollment(course.teacher.ctx, { id: student.enrollmentId })
    await removed(await deleteOwnConfig())
    const of = { course: course.slug }
    const one = await list(course.teacher.ctx, { ...of, limit: 1 })
    expect(one).toEqual({
      removals: [
        {
          id: removal,
          kind: 'ENROLLMENT',
          title: student.actor.name,
          removedAt: now.toISOString(),
          restorableUntil: '2026-03-12T15:00:00.000Z',
          actor: { id: course.teacher.id, username: course.teacher.username, name: course.teacher.actor.name },
          course: { slug: course.slug, name: `Course ${course.slug}`, isArchived: false },
        },
      ],
      next: removal,
    })
    const two = await list(course.teacher.ctx, { ...of, limit: 1, cursor: removal as number })
    expect(two.removals.map(({ id }) => id)).toEqual([grades])
    expect(two.next).toBeNull()
    await restoreRemoval(course.teacher.ctx, { id: removal as number })
    expect((await list(course.teacher.ctx, of)).removals.map(({ id }) => id)).toEqual([grades])
    expect((await list(daysLater(course.teacher.ctx, 31), of)).removals).toEqual([])
  })

  it('of everything is for administrators, of a course for its teachers', async () => {
    const { course } = world
    const config = await removed(await deleteOwnConfig())
    const archived = await removed(await putAwayCourse())
    const { removals: all } = await list(world.administrator.ctx)
    expect(all.slice(0, 2)).toMatchObject([
      { id: archived, kind: 'COURSE', title: `Course ${course.slug}`, course: { slug: course.slug, isArchived: true } },
      { id: config, kind: 'INSTRUMENT_CONFIG', title: 'Tuner', course: null, actor: { id: world.owner.id } },
    ])
    await expect(list(world.course.teacher.ctx)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(list(first().ctx, { course: world.course.slug })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('after thirty days', () => {
  const purge = (days: number) => purgeRemovals(daysLater(systemCtx(database), days))

  it('a removal and its file are gone for good, and not before', async () => {
    await purge(31)
    const files = mediaFiles()
    const id = await removed(await deleteOwnConfig())
    expect(mediaFiles()).toHaveLength(files.length + 1)
    expect(await purge(30)).toEqual({ purged: 0, files: 0 })
    expect(mediaFiles()).toHaveLength(files.length + 1)
    expect(await purge(31)).toEqual({ purged: 1, files: 1 })
    expect(mediaFiles()).toEqual(files)
    await expect(restoreRemoval(world.owner.ctx, { id })).rejects.toMatchObject({ code: 'not-found' })
    expect(await purge(31)).toEqual({ purged: 0, files: 0 })
  })

  it('the file of what came back stays', async () => {
    await purge(31)
    const config = await configOf(world.owner.ctx, false)
    const { removal } = await deleteConfig(world.owner.ctx, { id: config })
    await restoreRemoval(world.owner.ctx, { id: removal as number })
    expect(await purge(31)).toEqual({ purged: 1, files: 0 })
    const { file } = await getConfig(world.owner.ctx, { id: config })
    expect(mediaFiles()).toContain(file)
  })

  it('is for the system alone', async () => {
    await expect(purgeRemovals(world.administrator.ctx)).rejects.toMatchObject({ code: 'forbidden' })
  })
})
