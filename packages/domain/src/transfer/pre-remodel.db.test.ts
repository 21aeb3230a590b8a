/** Each line of what an import of the dump from before the remodel must give. */
import type { Database } from '@cpr/db'
import { databaseKind, ownDatabase } from '@cpr/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authenticate, signIn } from '../auth/index.ts'
import type { Ctx } from '../context.ts'
import { dumpSource, type ImportReport, importDjango, type OpenSource, postgresSource } from './index.ts'
import { djangoDatabase, dump, scriptCtx, snapshot } from './test-databases.ts'

describe('a database from before the remodel', () => {
  let open: () => Promise<OpenSource>
  let drop = async () => {}
  let database: Database
  let ctx: Ctx
  let report: ImportReport

  const importIt = async (options = {}) => {
    const opened = await open()
    try {
      return await importDjango(ctx, opened, options)
    } finally {
      await opened.close()
    }
  }

  beforeAll(async () => {
    // Embedded there is no server that could hold the source: its dump does.
    if (databaseKind === 'embedded')
      open = async () => ({ ...dumpSource(dump('pre-remodel.json')), close: async () => {} })
    else {
      const source = await djangoDatabase('pre-remodel.sql')
      open = () => postgresSource(source.url)
      drop = source.drop
    }
    database = await ownDatabase()
    ctx = scriptCtx(database)
    report = await importIt({ replace: true })
  })

  afterAll(async () => {
    await database.close()
    await drop()
  })

  const assignment = async (courseId: number, activityId: number, pieceId: number) =>
    database.db.courseAssignment.findUniqueOrThrow({
      where: { courseId_activityId_pieceId: { courseId, activityId, pieceId } },
      include: {
        overrides: true,
        groupAssignments: { orderBy: { id: 'asc' } },
        submissions: { orderBy: { id: 'asc' } },
      },
    })
  const day = (text: string) => new Date(`${text}T00:00:00Z`)

  it('is told by its tables, and comes over without a difference', () => {
    expect(report).toMatchObject({ outcome: 'imported', remodelled: false, verification: { differences: [] } })
    expect(report.verification).toMatchObject({
      submissions: 7,
      attachments: 4,
      grades: 2,
      events: 3,
      assignments: 18,
    })
  })

  it('assignments 1-4: the deadline that most rows have, and an own one for enrollment 4', async () => {
    const melody = await assignment(1, 1, 2)
    expect(melody).toMatchObject({ deadline: day('2026-03-01'), piecePlanId: 2, position: 1, audience: 'EVERYONE' })
    expect(melody.overrides).toMatchObject([{ enrollmentId: 4, deadline: day('2026-03-15'), instrumentId: null }])
    expect(melody.submissions.map(({ id, enrollmentId, index }) => [id, enrollmentId, index])).toEqual([
      [1, 2, 0],
      [2, 2, 1],
      [3, 3, 0],
    ])
  })

  it('assignment 6: an instrument of its own for enrollment 3, which handed nothing in', async () => {
    const bassline = await assignment(1, 2, 2)
    expect(bassline.overrides).toMatchObject([{ enrollmentId: 3, instrumentId: 30, deadline: null }])
    expect(bassline.submissions).toEqual([])
  })

  it('assignments 7-9: one for Deep River with plan 5, to which both submissions of enrollment 2 belong', async () => {
    const melody = await assignment(1, 1, 4)
    expect(melody).toMatchObject({ piecePlanId: 5, overrides: [] })
    expect(melody.submissions).toMatchObject([
      { id: 4, enrollmentId: 2, content: 'from before pieces', instrumentId: 21, partId: 7 },
      { id: 5, enrollmentId: 2, content: 'assigned again', instrumentId: 21, partId: 7 },
    ])
    expect(await database.db.courseAssignment.count({ where: { pieceId: 4 } })).toBe(1)
  })

  it('progress 1 and 2 become one, with nothing of either lost', async () => {
    const { id: courseAssignmentId } = await assignment(1, 1, 4)
    const [progress, ...others] = await database.db.activityProgress.findMany({
      where: { courseAssignmentId },
      include: { events: { orderBy: { id: 'asc' } } },
    })
    expect(others).toEqual([])
    expect(progress).toMatchObject({
      enrollmentId: 2,
      currentStep: 3,
      stepCompletions: { 1: ['play', 'trim'], 2: ['cut'] },
      questionResponses: { q1: 'new answer', q2: 'only here' },
      participantEmail: 'student10@example.org',
      currentAudioUrl: 'https://example.org/old.webm',
      audioEditHistory: [{ url: 'a' }],
      audioMetadata: { duration: 3 },
      createdAt: new Date('2023-01-15T10:00:00Z'),
      updatedAt: new Date('2024-03-15T10:00:00Z'),
    })
    const [kept] = progress?.events.filter(({ operation }) => operation === 'replaced_by_import') ?? []
    expect(kept?.data).toEqual({ question_responses: { q1: 'old answer' } })
    const logged = progress?.events.filter((event) => event !== kept)
    expect(logged?.map(({ at, step, operation }) => [at.toISOString(), step, operation])).toEqual([
      ['2023-01-15T10:00:00.000Z', 1, 'play'],
      ['2023-01-15T10:05:00.000Z', 2, 'cut'],
      ['2024-03-15T10:00:00.000Z', 1, 'trim'],
    ])
  })

  it('assignments 10-12: an instrument of the course assignment itself', async () => {
    expect(await assignment(2, 1, 3)).toMatchObject({ instrumentId: 1, overrides: [] })
  })

  it('groups 1 and 2: the same members and activities', async () => {
    const members = await database.db.groupAssignment.findMany({
      where: { groupId: { in: [1, 2] } },
      select: {
        groupId: true,
        enrollmentId: true,
        courseAssignment: { select: { activityId: true, pieceId: true } },
      },
      orderBy: { id: 'asc' },
    })
    expect(
      members.map(({ groupId, enrollmentId, courseAssignment: { activityId, pieceId } }) => [
        groupId,
        enrollmentId,
        activityId,
        pieceId,
      ]),
    ).toEqual([
      [1, 10, 11, 5],
      [1, 11, 12, 5],
      [1, 12, 13, 5],
      [2, 4, 11, 5],
      [2, 5, 12, 5],
      [2, 6, 13, 5],
    ])
  })

  it('assignment 19: kept by enrollment 7 in a group of its own, with submission 7', async () => {
    const aural = await assignment(1, 11, 5)
    expect(aural.audience).toBe('MEMBERS')
    const own = aural.groupAssignments.find(({ enrollmentId }) => enrollmentId === 7)
    expect(await database.db.groupAssignment.count({ where: { groupId: own?.groupId as number } })).toBe(1)
    expect(aural.submissions).toMatchObject([{ id: 7, enrollmentId: 7, content: 'alone' }])
  })

  it('tokens, passwords, ids and sequences are kept', async () => {
    const { db, pool } = database
    expect(await authenticate({ db, clock: ctx.clock }, 'a'.repeat(40))).toMatchObject({ kind: 'user', id: 10 })
    const anonymous: Ctx = { ...ctx, actor: { kind: 'anonymous' } }
    const signedIn = await signIn(anonymous, { username: 'student11', password: 'pass-student11' })
    expect(signedIn.user.id).toBe(11)
    const next = async (table: string) =>
      (await pool.query(`SELECT nextval(pg_get_serial_sequence($1, 'id'))::int AS id`, [table])).rows[0].id
    expect(await next('submissions')).toBe(8)
    expect(await next('submission_attachments')).toBe(5)
    expect(await next('grades')).toBe(3)
    expect(await next('users')).toBe(42)
    expect(await next('enrollments')).toBe(19)
  })

  it('imported twice is the same as imported once', async () => {
    await importIt({ replace: true })
    const once = await snapshot(database)
    expect((await importIt()).outcome).toBe('unchanged')
    expect(await snapshot(database)).toEqual(once)
    // Its dump is the same database.
    expect((await importDjango(ctx, dumpSource(dump('pre-remodel.json')))).outcome).toBe('unchanged')
    expect((await importIt({ replace: true })).outcome).toBe('imported')
    expect(await snapshot(database)).toEqual(once)
  })
})
