import { setTimeout as sleep } from 'node:timers/promises'
import { createClient, DatabasePool, runPrepared } from '@cpr/db'
import { beforeAll, describe, expect, it } from 'vitest'
import { createPiece, type TestDatabase, testDatabase } from '../testing/index.ts'
import { isUnavailable, onConstraint } from './database-errors.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})

const unique = new Error('unique')
const foreignKey = new Error('foreign key')
const handlers = { unique: () => unique, foreignKey: () => foreignKey }

describe('a constraint that was refused', () => {
  it('is told apart, whether Prisma or a statement of our own ran into it', async () => {
    const { slug, id } = await createPiece(database)
    const { db } = database
    const ensembleTypeId = 1
    const tries = [
      [unique, () => db.piece.create({ data: { name: 'x', slug, ensembleTypeId } })],
      [unique, () => db.$executeRaw`INSERT INTO pieces (name, slug, ensemble_type_id) VALUES ('x', ${slug}, 1)`],
      [foreignKey, () => db.piece.create({ data: { name: 'x', slug: `${slug}-x`, ensembleTypeId: 999_999 } })],
      [foreignKey, () => db.$executeRaw`UPDATE pieces SET ensemble_type_id = 999999 WHERE id = ${id}`],
      [foreignKey, () => db.$executeRaw`DELETE FROM pieces WHERE id = ${id}`],
      [foreignKey, () => db.piece.delete({ where: { id } })],
      [foreignKey, () => runPrepared(db, { name: 'delete-piece', text: 'DELETE FROM pieces WHERE id = $1' }, [id])],
      [
        unique,
        () =>
          runPrepared(
            db,
            { name: 'same-slug', text: `INSERT INTO pieces (name, slug, ensemble_type_id) VALUES ('x', $1, 1)` },
            [slug],
          ),
      ],
    ] as const
    for (const [expected, work] of tries)
      await expect(onConstraint(handlers, async () => (await work()) as unknown)).rejects.toBe(expected)
  })

  it('is told apart where it is refused in the end of a transaction alone', async () => {
    const commit = database.db.$transaction(async (tx) => {
      await tx.$executeRaw`CREATE TEMP TABLE late (x int UNIQUE DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP`
      await tx.$executeRaw`INSERT INTO late VALUES (1), (1)`
    })
    await expect(onConstraint(handlers, () => commit)).rejects.toBe(unique)
  })

  it('goes on as it is where nobody makes anything of it, as does every other error', async () => {
    const { slug } = await createPiece(database)
    const again = () => database.db.piece.create({ data: { name: 'x', slug, ensembleTypeId: 1 } })
    await expect(onConstraint({}, again)).rejects.toMatchObject({ code: 'P2002' })
    await expect(onConstraint(handlers, () => database.db.$queryRawUnsafe('SELECT nonsense'))).rejects.toMatchObject({
      code: 'P2010',
    })
    const error = await again().catch((thrown: unknown) => thrown)
    expect(isUnavailable(error)).toBe(false)
  })
})

it('knows a database that is out of reach', async () => {
  const pool = new DatabasePool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 2000 })
  const away = createClient(pool)
  const tries = [
    () => away.piece.count(),
    () => away.$queryRaw`SELECT 1`,
    () => away.$transaction(async (tx) => tx.piece.count()),
    () => runPrepared(away, { name: 'one', text: 'SELECT 1' }, []),
  ]
  for (const work of tries) {
    const error = await work().catch((thrown: unknown) => thrown)
    expect(isUnavailable(error), String(error)).toBe(true)
  }
  await pool.end()
  expect(isUnavailable(new Error('Connection terminated unexpectedly'))).toBe(true)
  expect(isUnavailable(Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' }))).toBe(false)
})

it('knows one that is lost in the end of a transaction', async () => {
  const lost = database.db.$transaction(async (tx) => {
    await tx.$executeRaw`CREATE TEMP TABLE late (x int) ON COMMIT DROP`
    await tx.$executeRaw`CREATE FUNCTION pg_temp.fail() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE 'going away' USING ERRCODE = '08006'; END $$`
    await tx.$executeRaw`CREATE CONSTRAINT TRIGGER late AFTER INSERT ON late DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION pg_temp.fail()`
    await tx.$executeRaw`INSERT INTO late VALUES (1)`
  })
  const error = await lost.catch((thrown: unknown) => thrown)
  expect(isUnavailable(error), String(error)).toBe(true)
})

it('knows one that is lost within a transaction', async () => {
  // Embedded, there is one connection, and nobody else to end it.
  if (database.kind === 'embedded') {
    expect(isUnavailable(new Error('Client was closed and is not queryable'))).toBe(true)
    return
  }
  const lost = database.db.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<[{ pid: number }]>`SELECT pg_backend_pid() AS pid`
    await database.pool.query('SELECT pg_terminate_backend($1)', [row.pid])
    await sleep(200)
    return tx.piece.count()
  })
  const ended = database.db.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`
  for (const work of [lost, ended]) {
    const error = await work.catch((thrown: unknown) => thrown)
    expect(isUnavailable(error), String(error)).toBe(true)
  }
})
