/** The migrations, `schema.prisma` and `hand-written.ts` describe one and the same database. */
import type { PoolClient } from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { schemaDifference } from './difference.ts'
import { handWrittenChecks, handWrittenIndexes, libraryTables } from './hand-written.ts'
import { schemaDatamodel } from './schema-engine.ts'
import { type TestDatabase, testDatabase } from './testing/index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})

const names = async (sql: string, on: Pick<PoolClient, 'query'> = database.pool): Promise<string[]> =>
  (await on.query<{ name: string }>(sql)).rows.map(({ name }) => name)

describe('the migrated database and schema.prisma', () => {
  it('do not differ', async () => {
    expect(await schemaDifference(database.pool, 'database')).toBeNull()
  })

  it('would be seen to differ by one column', async () => {
    const [file] = schemaDatamodel().files
    const content = file?.content.replace('model User {', 'model User {\n  nickname String?') ?? ''
    const changed = { files: [{ path: 'schema.prisma', content }] }
    expect(await schemaDifference(database.pool, 'database', changed)).toBe(
      '-- AlterTable\nALTER TABLE "users" ADD COLUMN     "nickname" TEXT;\n',
    )
  })
})

describe('what is written by hand', () => {
  it('are the CHECKs listed, and no others', async () => {
    const found = await names(
      `SELECT conname AS name FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace`,
    )
    expect(found.toSorted()).toEqual([...handWrittenChecks].toSorted())
  })

  it('are the indexes listed, and every other one is of the schema', async () => {
    const script = (await schemaDifference(database.pool, 'empty')) ?? ''
    const ofSchema = [...script.matchAll(/^CREATE (?:UNIQUE )?INDEX "(\w+)"|CONSTRAINT "(\w+)" PRIMARY KEY/gm)].map(
      ([, index, primaryKey]) => index ?? primaryKey,
    )
    const found = await names(
      `SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
    )
    expect(found.toSorted()).toEqual([...ofSchema, ...handWrittenIndexes].toSorted())
  })

  it('are triggers on the tables of the library, which tell of every statement that changes one', async () => {
    const found = await names(
      `SELECT pg_get_triggerdef(oid) AS name FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgrelid::regclass::text`,
    )
    expect(found).toEqual(
      libraryTables.map(
        (table) =>
          `CREATE TRIGGER ${table}_tell_library AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.${table} FOR EACH STATEMENT EXECUTE FUNCTION tell_library()`,
      ),
    )
  })

  it('are neither other functions, views, rules, domains nor exclusion constraints', async () => {
    const found = await names(`
      SELECT 'function ' || proname FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proname <> 'tell_library'
      UNION ALL SELECT 'relation ' || relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind NOT IN ('r', 'i', 'S')
      UNION ALL SELECT 'rule ' || rulename FROM pg_rules WHERE schemaname = 'public'
      UNION ALL SELECT 'domain ' || typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype = 'd'
      UNION ALL SELECT 'exclusion ' || conname FROM pg_constraint WHERE contype = 'x'`)
    expect(found).toEqual([])
  })
})

describe('foreign keys', () => {
  // A partial index is of no use to them; neither is one that has the columns behind others.
  const withoutIndex = `
    SELECT c.conname AS name FROM pg_constraint c
    WHERE c.contype = 'f' AND NOT EXISTS (
      SELECT FROM pg_index i
      WHERE i.indrelid = c.conrelid AND i.indpred IS NULL AND i.indisvalid
        AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
    )
    ORDER BY name`

  it('each have an index on their columns', async () => {
    expect(await names(withoutIndex)).toEqual([])
  })

  it('would be seen without one', async () => {
    const client = await database.pool.connect()
    try {
      await client.query('BEGIN; DROP INDEX users_instrument_id_idx; DROP INDEX parts_piece_id_part_type_id_key')
      await client.query('CREATE INDEX of_some_users ON users (instrument_id) WHERE is_active')
      expect(await names(withoutIndex, client)).toEqual(['parts_piece_id_fkey', 'users_instrument_id_fkey'])
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
  })
})
