import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { DatabaseSetupError } from './errors.ts'
import { markRolledBack, migrate, migrationsFolder, noFilters, pendingMigrations, readMigrations } from './migrate.ts'
import { openDatabase } from './open.ts'
import type { DatabasePool } from './pool.ts'
import { withSchemaEngine } from './schema-engine.ts'
import { createOnServer, databaseKind, type FreshDatabase, freshDatabase } from './testing/fresh.ts'

const shipped = readdirSync(migrationsFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted()

/** What a promise is refused with; fails where it is not. */
const refusalOf = async (work: Promise<unknown>): Promise<DatabaseSetupError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(DatabaseSetupError)
  return error as DatabaseSetupError
}

const setup = () => {
  let database: FreshDatabase
  let folder: string
  beforeEach(async () => {
    database = await freshDatabase()
    folder = mkdtempSync(join(tmpdir(), 'cpr-migrations-'))
  })
  afterEach(async () => {
    rmSync(folder, { recursive: true })
    await database.close()
  })
  return {
    get pool(): DatabasePool {
      return database.pool
    },
    get folder(): string {
      return folder
    },
    write: (name: string, sql: string): void => {
      mkdirSync(join(folder, name), { recursive: true })
      writeFileSync(join(folder, name, 'migration.sql'), sql)
    },
    migrate: (): Promise<string[]> => migrate(database.pool, folder),
    /** The first column of the first row. */
    value: async (sql: string): Promise<unknown> =>
      (await database.pool.query({ text: sql, rowMode: 'array' })).rows[0]?.[0],
  }
}

describe('a fresh database', () => {
  const test = setup()

  it('gets every migration once', async () => {
    expect(await pendingMigrations(test.pool)).toEqual(shipped)
    expect(await migrate(test.pool)).toEqual(shipped)
    expect(await pendingMigrations(test.pool)).toEqual([])
    expect(await migrate(test.pool)).toEqual([])
    expect(await test.value('SELECT count(*)::int FROM _prisma_migrations')).toBe(shipped.length)
  })

  it("gets the history that Prisma's own engine writes, and finds complete", async () => {
    await migrate(test.pool)
    const { rows } = await test.pool.query('SELECT * FROM _prisma_migrations ORDER BY started_at')
    expect(rows).toEqual(
      shipped.map((name) => ({
        id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        checksum: createHash('sha256')
          .update(readFileSync(join(migrationsFolder, name, 'migration.sql')))
          .digest('hex'),
        migration_name: name,
        started_at: expect.any(Date),
        finished_at: expect.any(Date),
        rolled_back_at: null,
        logs: null,
        applied_steps_count: 1,
      })),
    )
    for (const { started_at, finished_at } of rows) expect(finished_at >= started_at).toBe(true)

    const diagnosis = await withSchemaEngine(test.pool, (engine) =>
      engine.diagnoseMigrationHistory({
        migrationsList: readMigrations(),
        optInToShadowDatabase: false,
        filters: noFilters,
      }),
    )
    expect(diagnosis).toMatchObject({ editedMigrationNames: [], failedMigrationNames: [], hasMigrationsTable: true })
    expect(diagnosis.history ?? null).toBeNull()
  })

  it('that is not empty is left alone', async () => {
    await test.pool.query('CREATE TABLE someone_elses (id int)')
    const { message } = await refusalOf(migrate(test.pool))
    expect(message).toMatch(/^The database could not be migrated: The database schema is not empty\..*[^\n]$/)
    expect(await test.value(`SELECT to_regclass('users')`)).toBeNull()
  })
})

describe('a migration', () => {
  const test = setup()

  it('is sent whole, so that semicolons in comments, strings and function bodies cut nothing', async () => {
    test.write(
      '20270101000000_semicolons',
      `-- First; then the rest.
      CREATE TABLE sayings (saying text DEFAULT 'half; half');
      /* a; b */ CREATE FUNCTION sum_to(n int) RETURNS int LANGUAGE plpgsql AS $$
      DECLARE total int := 0;
      BEGIN
        FOR i IN 1..n LOOP total := total + i; END LOOP;
        RETURN total;
      END;
      $$;`,
    )
    expect(await test.migrate()).toEqual(['20270101000000_semicolons'])
    expect(await test.value('INSERT INTO sayings DEFAULT VALUES RETURNING saying')).toBe('half; half')
    expect(await test.value('SELECT sum_to(4)')).toBe(10)
  })

  it('leaves neither locks nor settings to the connection it ran on', async () => {
    test.write('20270101000000_settings', `SET statement_timeout = '1h'; SET TimeZone = 'Asia/Tokyo'`)
    await test.migrate()
    expect(await test.value('SHOW statement_timeout')).toBe('0')
    expect(await test.value('SHOW TimeZone')).not.toBe('Asia/Tokyo')
    expect(
      await test.value(`SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()`),
    ).toBe(0)
  })

  it('holds no program at its end: the engine never ends the timer of its lock', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout')
    onTestFinished(() => timers.mockRestore())
    test.write('1_one', 'SELECT 1;')
    await test.migrate()
    // Those of the pool are of ten seconds too, and end with it.
    const holds = timers.mock.results
      .filter((_, nth) => timers.mock.calls[nth]?.[1] === 10_000)
      .map(({ value }) => (value as NodeJS.Timeout).hasRef())
    expect(holds).toContain(false)
  })

  it('leaves what was prepared on the connection it ran on', async () => {
    const prepared = { name: 'before-the-migration', text: 'SELECT $1::int AS number' }
    await test.pool.query({ ...prepared, values: [1] })
    await migrate(test.pool)
    expect((await test.pool.query({ ...prepared, values: [2] })).rows).toEqual([{ number: 2 }])
  })

  it('leaves what is listened to on the connection it ran on', async () => {
    await test.pool.query('LISTEN before_the_migration')
    await migrate(test.pool)
    const { rows } = await test.pool.query('SELECT pg_listening_channels() AS channel')
    expect(rows).toEqual([{ channel: 'before_the_migration' }])
  })

  it('without its SQL is refused', async () => {
    mkdirSync(join(test.folder, '20270101000000_empty'))
    const { message } = await refusalOf(test.migrate())
    expect(message).toContain('Could not find the migration file at 20270101000000_empty/migration.sql.')
    expect(message).not.toContain('\n')
  })
})

describe.each([
  { how: 'whose second statement fails', sql: 'CREATE TABLE half_done (id int);\nCREATE TABLE users (id int);' },
  {
    how: 'that fails in a transaction of its own',
    sql: 'BEGIN;\nCREATE TABLE half_done (id int);\nCREATE TABLE users (id int);\nCOMMIT;',
  },
])('a migration $how', ({ sql }) => {
  const test = setup()
  const name = '20270101000000_bad'
  const refusal = `The migration ${name} failed: ERROR: relation "users" already exists. The database is as it was before it; mend the cause, then run "npm run cpr -- migrate --rolled-back ${name}".`

  beforeEach(() => {
    cpSync(migrationsFolder, test.folder, { recursive: true })
    test.write('20270101000000_bad', sql)
    test.write('20270102000000_next', 'CREATE TABLE next (id int)')
  })

  it("is named with PostgreSQL's message in one line, and leaves nothing behind", async () => {
    expect(await refusalOf(test.migrate())).toMatchObject({ message: refusal })
    expect(await test.value(`SELECT to_regclass('half_done')`)).toBeNull()
    expect(await test.value(`SELECT to_regclass('next')`)).toBeNull()
    expect(await pendingMigrations(test.pool, test.folder)).toEqual([name, '20270102000000_next'])
  })

  it('is in the way, mended or not, until it is marked as rolled back', async () => {
    await refusalOf(test.migrate())
    expect(await refusalOf(test.migrate())).toMatchObject({ message: refusal })
    test.write(name, 'CREATE TABLE half_done (id int)')
    expect(await refusalOf(test.migrate())).toMatchObject({ message: refusal })

    await markRolledBack(test.pool, name)
    expect(await test.migrate()).toEqual([name, '20270102000000_next'])
    expect(await test.value(`SELECT to_regclass('half_done')::text`)).toBe('half_done')
    expect(await test.migrate()).toEqual([])
  })

  it('fails again, by the same name, where it was marked and not mended', async () => {
    await refusalOf(test.migrate())
    await markRolledBack(test.pool, name)
    expect(await refusalOf(test.migrate())).toMatchObject({ message: refusal })
  })
})

describe('marking as rolled back', () => {
  const test = setup()

  it('is refused for a migration that never ran, and for one that went through', async () => {
    await migrate(test.pool)
    for (const name of ['20270101000000_unheard_of', ...shipped]) {
      const { message } = await refusalOf(markRolledBack(test.pool, name))
      expect(message).toContain(`${name} could not be marked: Migration \`${name}\` cannot be rolled back because`)
      expect(message).not.toContain('\n')
    }
  })
})

if (databaseKind === 'server')
  describe('two processes on one server', () => {
    const open = async () => {
      const { url, drop } = await createOnServer()
      const waiting = Promise.withResolvers<string>()
      const databases = [await openDatabase({ url }), await openDatabase({ url, onProgress: waiting.resolve })] as const
      return {
        databases,
        waiting: waiting.promise,
        close: async () => {
          for (const database of databases) await database.close()
          await drop()
        },
      }
    }

    it('apply each migration once between them', async () => {
      const { databases, close } = await open()
      const applied = await Promise.all(databases.map((database) => database.exclusively(database.migrate)))
      expect(applied.flat()).toEqual(shipped)
      const { rows } = await databases[0].pool.query('SELECT count(*)::int AS count FROM _prisma_migrations')
      expect(rows).toEqual([{ count: shipped.length }])
      await close()
    })

    it('work one after the other, and the second says what it waits for', async () => {
      const {
        databases: [first, second],
        waiting,
        close,
      } = await open()
      const begun = Promise.withResolvers<void>()
      const one = first.exclusively(async () => {
        begun.resolve()
        await waiting
        return first.migrate()
      })
      await begun.promise
      const two = second.exclusively(second.migrate)
      expect(await waiting).toBe('Another MusicCPR process is preparing this database; waiting for it …')
      expect(await one).toEqual(shipped)
      expect(await two).toEqual([])
      await close()
    })

    it('get their turn where the work of another fails', async () => {
      const {
        databases: [first, second],
        close,
      } = await open()
      await expect(first.exclusively(() => Promise.reject(new Error('no seed')))).rejects.toThrow('no seed')
      expect(await second.exclusively(second.migrate)).toEqual(shipped)
      await close()
    })

    it('finish their work where the connection that holds the lock is lost', async () => {
      const {
        databases: [first],
        close,
      } = await open()
      const work = first.exclusively(async () => {
        const { rows } = await first.pool.query(`
          SELECT pg_terminate_backend(pid) AS ended FROM pg_locks JOIN pg_database ON pg_database.oid = database
          WHERE locktype = 'advisory' AND datname = current_database()`)
        expect(rows).toEqual([{ ended: true }])
        return first.migrate()
      })
      expect(await work).toEqual(shipped)
      await close()
    })
  })
else
  describe('two processes on one folder', () => {
    it('never get to migrate at once: the second is refused', async () => {
      const dataDir = mkdtempSync(join(tmpdir(), 'cpr-data-'))
      const first = await openDatabase({ dataDir, template: inject('emptyTemplate') })
      const migrating = first.exclusively(first.migrate)
      const { message } = await refusalOf(openDatabase({ dataDir }))
      expect(message).toContain(`The database in ${dataDir} is in use by another MusicCPR process`)
      expect(await migrating).toEqual(shipped)
      await first.close()
      rmSync(dataDir, { recursive: true })
    })
  })
