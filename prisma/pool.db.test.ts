/** What a refused statement, a failed transaction or a lost server does to the pool, on one connection. */
import type { PoolClient } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { createClient, type DatabaseClient } from './client.ts'
import { startEmbedded } from './embedded/start.ts'
import { DatabasePool } from './pool.ts'
import { databaseKind, onServer } from './testing/fresh.ts'
import { type TestDatabase, testDatabase } from './testing/index.ts'

let database: TestDatabase
let pool: DatabasePool
let db: DatabaseClient
let connections = 0
const countConnection = (): void => {
  connections += 1
}

beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
  // The embedded database has one connection anyhow, and takes no second pool.
  pool =
    databaseKind === 'server' ? new DatabasePool({ ...database.pool.options, max: 1 }) : (database.pool as DatabasePool)
  db = databaseKind === 'server' ? createClient(pool) : database.db
  await pool.query('SELECT 1')
})
beforeEach(() => {
  connections = 0
  pool.on('connect', countConnection)
})
afterEach(() => {
  pool.off('connect', countConnection)
})
afterAll(async () => {
  await database.clear()
  if (databaseKind === 'server') await pool.end()
})

const course = (slug: string) => ({
  name: 'Band',
  slug,
  startDate: new Date('2026-09-01'),
  endDate: new Date('2027-06-30'),
})

const backendPid = async (): Promise<number> => (await pool.query('SELECT pg_backend_pid() AS pid')).rows[0].pid

/** The error code of a refused promise: Prisma's, or the one PostgreSQL gave; its message where it has neither. */
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    ({ code, message }: { code?: string; message: string }) => code ?? message,
  )

describe('a refused statement', () => {
  const ring: { self?: unknown } = {}
  ring.self = ring

  it.each([
    { what: 'a broken constraint', sql: `INSERT INTO transpositions (name) VALUES ('Bb')`, code: '23505' },
    { what: 'a mistake in the SQL', sql: 'SELEKT 1', code: '42601' },
    { what: 'a file that is not there', sql: `COPY transpositions FROM '/nowhere/at/all'`, code: '58P01' },
    {
      what: 'a value that cannot be sent',
      sql: 'SELECT $1::text',
      values: [ring],
      code: expect.stringContaining('circular structure'),
    },
  ])('for $what leaves its connection in use', async ({ sql, values = [], code }) => {
    const before = await backendPid()
    expect(await codeOf(pool.query(sql, values))).toEqual(code)
    expect(await backendPid()).toBe(before)
    expect(connections).toBe(0)
    expect(pool.totalCount).toBe(1)
  })

  it('fails alone among statements that wait for the same connection', async () => {
    const outcomes = await Promise.all(
      ['SELECT 1', 'SELEKT 2', 'SELECT 3', 'SELECT 4/0', 'SELECT 5'].map((sql) => codeOf(pool.query(sql))),
    )
    expect(outcomes).toEqual(['done', '42601', 'done', '22012', 'done'])
    expect(connections).toBe(0)
  })
})

describe('two hundred operations, twenty at a time', () => {
  it('fail where they should, each with its own error, and nowhere else', async () => {
    await db.course.create({ data: course('taken') })
    const kinds: { run: (index: number) => Promise<unknown>; outcome: string }[] = [
      { run: (index) => db.course.create({ data: course(`band-${index}`) }), outcome: 'done' },
      { run: () => db.course.create({ data: course('taken') }), outcome: 'P2002' },
      { run: () => db.course.findUniqueOrThrow({ where: { slug: 'nowhere' } }), outcome: 'P2025' },
      { run: () => db.enrollment.create({ data: { userId: -1, courseId: -1, role: 'STUDENT' } }), outcome: 'P2003' },
      { run: () => db.$queryRaw`SELECT 1/0`, outcome: 'P2010' },
      {
        run: (index) => db.$transaction([db.course.count(), db.user.count({ where: { id: index } })]),
        outcome: 'done',
      },
      {
        run: (index) =>
          db.$transaction(async (tx) => {
            await tx.course.create({ data: course(`choir-${index}`) })
            await tx.course.create({ data: course('taken') })
          }),
        outcome: 'P2002',
      },
      {
        run: (index) => db.$transaction((tx) => tx.course.create({ data: course(`orchestra-${index}`) })),
        outcome: 'done',
      },
    ]
    const operations = Array.from({ length: 200 }, (_, index) => ({ index, ...kinds[index % kinds.length] })).values()
    const outcomes: unknown[] = []
    const expected: unknown[] = []
    const lane = async (): Promise<void> => {
      for (const { index, run, outcome } of operations) {
        expected[index] = outcome
        outcomes[index] = await codeOf(run?.(index) ?? Promise.reject(new Error('no operation')))
      }
    }
    await Promise.all(Array.from({ length: 20 }, lane))

    expect(outcomes).toEqual(expected)
    expect(outcomes).toHaveLength(200)
    expect(await db.course.count({ where: { slug: { startsWith: 'band-' } } })).toBe(25)
    expect(await db.course.count({ where: { slug: { startsWith: 'orchestra-' } } })).toBe(25)
    expect(await db.course.count({ where: { slug: { startsWith: 'choir-' } } })).toBe(0)
    expect(connections).toBe(0)
  })
})

describe('an interactive transaction', () => {
  const rolledBack = async (slug: string): Promise<void> => {
    expect(await db.course.count({ where: { slug } })).toBe(0)
    expect(connections).toBe(0)
    expect({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }).toEqual({
      total: 1,
      idle: 1,
      waiting: 0,
    })
  }

  it('that throws rolls back, and leaves the pool usable', async () => {
    const work = db.$transaction(async (tx) => {
      await tx.course.create({ data: course('thrown') })
      throw new Error('changed my mind')
    })
    expect(await codeOf(work)).toBe('changed my mind')
    await rolledBack('thrown')
  })

  it('that goes on after a refused statement rolls back all the same', async () => {
    const work = db.$transaction(async (tx) => {
      await tx.course.create({ data: course('aborted') })
      await tx.$queryRaw`SELECT 1/0`.catch(() => {})
      await tx.course.create({ data: course('aborted-too') })
    })
    await expect(work).rejects.toThrow('current transaction is aborted')
    await rolledBack('aborted')
  })

  it('that takes too long is ended, and its connection given back', async () => {
    const released = new Promise((done) => pool.once('release', done))
    const work = db.$transaction(
      async (tx) => {
        await tx.course.create({ data: course('slow') })
        await released
        await tx.course.create({ data: course('slow-too') })
      },
      { timeout: 50 },
    )
    expect(await codeOf(work)).toBe('P2028')
    await rolledBack('slow')
  })

  it('that gives up waiting for the connection does not take it afterwards', async () => {
    const held = await pool.connect()
    const work = db.$transaction((tx) => tx.course.create({ data: course('late') }), { maxWait: 50 })
    expect(await codeOf(work)).toBe('P2028')
    held.release()
    await rolledBack('late')
  })
})

if (databaseKind === 'server')
  describe('a backend that the server terminates', () => {
    const terminate = async (pid: number, where = 'true'): Promise<void> => {
      const terminated = await onServer(
        `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity WHERE pid = $1 AND ${where}`,
        [pid],
      )
      expect(terminated).toEqual([{ ended: true }])
    }
    const removed = (): Promise<PoolClient> => new Promise((done) => pool.once('remove', done))

    it('while idle is replaced for the next query', async () => {
      const pid = await backendPid()
      const gone = removed()
      await terminate(pid)
      await gone
      expect(await backendPid()).not.toBe(pid)
      expect(connections).toBe(1)
    })

    it('under a query fails that query alone', async () => {
      const pid = await backendPid()
      const outcomes = Promise.all(['SELECT pg_sleep(60)', 'SELECT 1'].map((sql) => codeOf(pool.query(sql))))
      await vi.waitFor(() => terminate(pid, `query = 'SELECT pg_sleep(60)'`))
      expect(await outcomes).toEqual(['57P01', 'done'])
      expect(await backendPid()).not.toBe(pid)
    })

    it('inside a transaction fails and undoes that transaction alone', async () => {
      const pid = await backendPid()
      const work = db.$transaction(async (tx) => {
        await tx.course.create({ data: course('cut-off') })
        await terminate(pid)
        await tx.course.create({ data: course('cut-off-too') })
      })
      expect(await codeOf(work)).not.toBe('done')
      expect(await db.course.count({ where: { slug: { startsWith: 'cut-off' } } })).toBe(0)
      expect(await backendPid()).not.toBe(pid)
    })
  })
else
  describe('an embedded database that is killed', () => {
    it('fails what runs and what waits, and says that it ended, and ends no process with it', async () => {
      const exit = Promise.withResolvers<string>()
      const embedded = await startEmbedded({ template: inject('emptyTemplate'), onExit: exit.resolve })
      const own = new DatabasePool(embedded.poolConfig)
      await own.query('CREATE TABLE numbers AS SELECT generate_series(1, 3000) AS n')
      const outcomes = Promise.all(
        ['SELECT count(*) FROM numbers a, numbers b, numbers c', 'SELECT 1'].map((sql) => codeOf(own.query(sql))),
      )
      process.kill(embedded.pid, 'SIGKILL')
      const [running, waiting] = await outcomes
      expect(running).toMatch(/^(ECONNRESET|EPIPE|Connection terminated unexpectedly)$/)
      expect(waiting).toMatch(/^(ENOENT|ECONNREFUSED|ECONNRESET|Connection terminated unexpectedly)$/)
      expect(await exit.promise).toBe('SIGKILL')
      await own.end()
      await embedded.close()
    })
  })
