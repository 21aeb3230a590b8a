import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import type { Database } from '@cpr/db'
import { ownDatabase } from '@cpr/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { anonymousCtx, mediaFiles, type TestDatabase, testServices } from '../../testing/index.ts'
import { signIn } from '../auth/index.ts'
import type { Ctx } from '../context.ts'
import { loadDump, parseDump } from './index.ts'

const world = parseDump(readFileSync(new URL('test-data/world.json', import.meta.url), 'utf8'))

let database: Database
let ctx: Ctx

beforeAll(async () => {
  database = await ownDatabase()
  ctx = { ...testServices, db: database.db, actor: { kind: 'system' }, address: null }
})

afterAll(() => database.close())

it('is refused in a database that is not empty, which stays as it was', async () => {
  const before = await database.db.instrument.count()
  await expect(loadDump(ctx, world)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/--replace/),
  })
  expect(await database.db.instrument.count()).toBe(before)
  expect(await database.db.user.count()).toBe(0)
})

it('is for scripts alone', async () => {
  const anonymous = anonymousCtx(database as TestDatabase)
  await expect(loadDump(anonymous, world, { replace: true })).rejects.toMatchObject({ code: 'unauthenticated' })
})

it('gives up everything for the world, but what a running server holds', async () => {
  const { db } = database
  await db.siteSetting.create({ data: { key: 'media-secret', value: 'in the memory of servers' } })
  await db.user.create({ data: { username: 'from before', passwordHash: '!' } })
  await ctx.media.write('from-before.wav', Readable.from([Buffer.from('RIFF')]), 'audio/wav')
  const pending = await database.pending()

  const started = performance.now()
  await loadDump(ctx, world, { replace: true })
  // Suites load it before every test.
  expect(performance.now() - started).toBeLessThan(5000)

  expect(mediaFiles()).toEqual([])
  expect(await db.siteSetting.findMany()).toEqual([{ key: 'media-secret', value: 'in the memory of servers' }])
  expect(await database.pending()).toEqual(pending)
  const ids = (rows: { id: number }[]) => rows.map(({ id }) => id)
  const byId = { select: { id: true }, orderBy: { id: 'asc' } } as const
  expect(ids(await db.user.findMany(byId))).toEqual([1, 2, 3, 10, 11, 12, 13, 14, 15, 16, 20, 21, 25, 26, 40, 41])
  expect(ids(await db.courseAssignment.findMany(byId))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  expect(await db.auditEntry.findMany({ select: { action: true, actorKind: true } })).toEqual([
    { action: 'transfer.importDjango', actorKind: 'system' },
  ])
})

it('sets every sequence behind the highest id, and to 1 where there is none', async () => {
  const next = async (table: string): Promise<number> => {
    const { rows } = await database.pool.query(`SELECT nextval(pg_get_serial_sequence($1, 'id'))::int AS id`, [table])
    return rows[0].id
  }
  expect(await next('users')).toBe(42)
  expect(await next('submissions')).toBe(6)
  expect(await next('part_transpositions')).toBe(21)
  expect(await next('invitations')).toBe(1)
  expect(await next('sessions')).toBe(1)
})

it('signs people in with the passwords they have', async () => {
  const anonymous: Ctx = { ...ctx, actor: { kind: 'anonymous' } }
  const signedIn = await signIn(anonymous, { username: 'student10', password: 'pass-student10' })
  expect(signedIn.user).toMatchObject({ id: 10 })
})
