import { type Database, DatabasePool } from '@cpr/db'
import { databaseKind, ownDatabase } from '@cpr/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dumpSource, importDjango, loadDump, postgresSource } from './index.ts'
import { djangoDatabase, scriptCtx, snapshot, world } from './test-databases.ts'

let database: Database

beforeAll(async () => {
  database = await ownDatabase()
})

afterAll(() => database.close())

it('a dump gives the same, loaded quickly or imported with every check', async () => {
  const ctx = scriptCtx(database)
  await loadDump(ctx, world(), { replace: true })
  const loaded = await snapshot(database)
  expect(Object.values(loaded).flat().length).toBeGreaterThan(200)
  const report = await importDjango(ctx, dumpSource(world()), { replace: true })
  expect(report).toMatchObject({
    outcome: 'imported',
    remodelled: true,
    findings: [],
    verification: { differences: [] },
  })
  expect(await snapshot(database)).toEqual(loaded)
})

if (databaseKind === 'server') {
  it('an older or spoilt database comes over, as it was at one moment, and stays as it was', async () => {
    const django = await djangoDatabase('post-remodel.sql')
    const pool = new DatabasePool({ connectionString: django.url, max: 1 })
    await pool.query(`
      ALTER TABLE submissions_submission ALTER submitted TYPE timestamp USING submitted AT TIME ZONE 'UTC';
      ALTER TABLE users_instrumentconfig ALTER settings TYPE text USING settings::text;
      ALTER TABLE users_instrumentconfig DROP COLUMN file;
      UPDATE users_instrumentconfig SET settings = '{attack' WHERE id = 2;
      ALTER TABLE courses_course DISABLE TRIGGER ALL;
      UPDATE courses_course SET owner_id = 999 WHERE id = 3;
      INSERT INTO socialaccount_socialaccount (provider, uid, last_login, date_joined, extra_data, user_id)
        VALUES ('google', '1', now(), now(), '{}', 10);`)
    const source = await postgresSource(django.url)
    // Written after the source was opened: of another moment.
    await pool.query(`UPDATE users_user SET name = 'Too late' WHERE id = 10`)
    const report = await importDjango(scriptCtx(database), source, { replace: true })
    await source.close()
    const { rows } = await pool.query(`SELECT name FROM users_user WHERE id = 10`)
    await pool.end()
    await django.drop()

    expect(report).toMatchObject({ outcome: 'imported', verification: { differences: [] } })
    expect(report.leftBehind).toEqual([{ table: 'socialaccount_socialaccount', rows: 1 }])
    const found = new Set(report.findings.map(({ table, id, repair }) => `${table} ${id} ${repair}`))
    expect([...found]).toEqual([
      'users_instrumentconfig 2 unreadable-json',
      'courses_course 3 missing-reference',
      ...[1, 2, 3, 4, 5].map((id) => `submissions_submission ${id} naive-time`),
    ])
    const { db } = database
    expect(await db.user.findUnique({ where: { id: 10 } })).toMatchObject({ name: 'Student Ten' })
    expect(await db.submission.findUnique({ where: { id: 1 } })).toMatchObject({
      submittedAt: new Date('2026-02-10T15:00:00Z'),
    })
    expect(rows).toEqual([{ name: 'Too late' }])
  })

  it('a database from after the remodel gives the same as its dump, in every table', async () => {
    const ctx = scriptCtx(database)
    await loadDump(ctx, world(), { replace: true })
    const ofDump = await snapshot(database)
    const django = await djangoDatabase('post-remodel.sql')
    const source = await postgresSource(django.url)
    try {
      expect((await importDjango(ctx, source)).outcome).toBe('unchanged')
      expect(await importDjango(ctx, source, { replace: true })).toMatchObject({ outcome: 'imported', findings: [] })
    } finally {
      await source.close()
      await django.drop()
    }
    expect(await snapshot(database)).toEqual(ofDump)
  })
}
