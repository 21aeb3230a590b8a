import { afterAll, beforeAll, expect, it } from 'vitest'
import { anonymousCtx, createUser, systemCtx, type TestDatabase, testDatabase } from '../../testing/index.ts'
import { signIn } from '../auth/index.ts'
import { seedDemo, seedLibrary } from './index.ts'

let database: TestDatabase

const referenceTables =
  'activities, activity_categories, activity_types, ensemble_types, instruments, part_types, transpositions'

beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
})

afterAll(async () => {
  // The other files of this worker find the reference data as they left it.
  await database.clear()
})

it('is refused where there is something in the database', async () => {
  for (const seed of [seedDemo, seedLibrary])
    await expect(seed(systemCtx(database))).rejects.toMatchObject({ code: 'conflict' })
})

it('is refused to everybody but scripts', async () => {
  const admin = await createUser(database, { isSuperuser: true })
  for (const seed of [seedDemo, seedLibrary]) await expect(seed(admin.ctx)).rejects.toMatchObject({ code: 'forbidden' })
})

it('fills an empty database with a course that is being taught', async () => {
  await database.clear()
  await database.pool.query(`TRUNCATE ${referenceTables} RESTART IDENTITY CASCADE`)
  const signIns = await seedDemo(systemCtx(database))
  const { db } = database
  expect(signIns).toHaveLength(14)
  expect(new Set(signIns.map(({ password }) => password)).size).toBe(14)
  for (const { username, password } of signIns)
    expect((await signIn(anonymousCtx(database), { username, password })).user.username).toBe(username)

  expect(await db.instrument.count()).toBe(30)
  const ensembles = await db.piece.groupBy({ by: ['ensembleTypeId'], _count: true })
  expect(ensembles.map(({ _count }) => _count >= 4)).toEqual([true, true])
  const notations = await db.partTransposition.findMany({ select: { notation: true } })
  for (const { notation } of notations) expect(notation).toMatch(/<score-partwise/)
  expect(await db.piecePlan.count({ where: { type: 'TELEPHONE_FIXED' } })).toBe(1)
  expect(await db.curriculum.count()).toBe(2)

  expect(await db.enrollment.count({ where: { role: 'STUDENT' } })).toBe(12)
  expect(new Set((await db.user.findMany()).map(({ instrumentId }) => instrumentId)).size).toBeGreaterThan(8)
  expect(await db.submission.count()).toBeGreaterThan(3)
  const kinds = new Set((await db.grade.findMany({ select: { kind: true } })).map(({ kind }) => kind))
  expect(kinds).toEqual(new Set(['TEACHER', 'SELF']))
  expect(await db.submission.count({ where: { instrumentId: null } })).toBe(0)
})
