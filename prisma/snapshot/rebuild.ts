/** Makes a database of ours anew out of what a snapshot read, in one transaction: as it was before, or whole. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Pool, PoolClient } from 'pg'
import { DatabaseSetupError } from '../errors.ts'
import { migrationsFolder, readMigrations } from '../migrate.ts'
import { exactValues, quoted, type SnapshotSequence } from './read.ts'

export type Rebuild = {
  /** Whether a table has rows, but for the history of migrations and what a server writes down when it starts. */
  holdsRows: () => Promise<boolean>
  /** Drops every table, and makes those of these migrations, empty. @throws {DatabaseSetupError} for one that is not known here */
  makeTables: (migrations: string[], folder?: string) => Promise<void>
  /** Writes rows as a snapshot read them. */
  write: (table: string, columns: string[], lines: string[]) => Promise<void>
  setSequences: (sequences: SnapshotSequence[]) => Promise<void>
}

const notCounted = ['_prisma_migrations', 'site_settings']

/** Runs `work` in one transaction, which is taken back where it throws. */
export const rebuild = async <T>(pool: Pool, work: (rebuild: Rebuild) => Promise<T>): Promise<T> => {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    await client.query(exactValues)
    const result = await work(rebuildOn(client))
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((cause: Error) => {
      broken = cause
    })
    throw error
  } finally {
    client.release(broken)
  }
}

const rebuildOn = (client: PoolClient): Rebuild => {
  const types = new Map<string, Map<string, string>>()

  return {
    holdsRows: async () => {
      for (const name of await tableNames(client)) {
        if (notCounted.includes(name)) continue
        const { rows } = await client.query<{ filled: boolean }>(
          `SELECT EXISTS (SELECT 1 FROM ${quoted(name)}) AS filled`,
        )
        if (rows[0]?.filled) return true
      }
      return false
    },

    makeTables: async (migrations, folder = migrationsFolder) => {
      const known = new Set(readMigrations(folder).migrationDirectories.map(({ path }) => path))
      const unknown = migrations.find((name) => !known.has(name))
      if (unknown !== undefined)
        throw new DatabaseSetupError(
          `This backup is of a newer MusicCPR, with the migration ${unknown}: install that version, and restore it there.`,
        )
      await dropEverything(client)
      await client.query(historyTable)
      for (const name of migrations) await client.query(readFileSync(join(folder, name, 'migration.sql'), 'utf8'))
    },

    write: async (table, columns, lines) => {
      if (lines.length === 0) return
      const known = types.get(table) ?? (await typesOf(client, table))
      types.set(table, known)
      const names = columns.map(quoted).join(', ')
      const values = columns.map((column) => `${quoted(column)}::${known.get(column)}`).join(', ')
      const texts = columns.map((column) => `${quoted(column)} text`).join(', ')
      await client.query(
        `INSERT INTO ${quoted(table)} (${names}) SELECT ${values} FROM json_to_recordset($1::json) AS r (${texts})`,
        [`[${lines.join(',')}]`],
      )
    },

    setSequences: async (sequences) => {
      for (const { name, lastValue, isCalled } of sequences)
        await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [quoted(name), lastValue, isCalled])
    },
  }
}

/** As the schema engine makes it where there is none; its rows come with the backup. */
const historyTable = `CREATE TABLE "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`

const tableNames = async (client: PoolClient): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
  )
  return rows.map(({ name }) => name)
}

/** Tables with their indexes and sequences, and enums: all that migrations make. */
const dropEverything = async (client: PoolClient): Promise<void> => {
  const tables = await tableNames(client)
  if (tables.length > 0) await client.query(`DROP TABLE ${tables.map(quoted).join(', ')} CASCADE`)
  const { rows: enums } = await client.query<{ name: string }>(
    `SELECT typname AS name FROM pg_type WHERE typtype = 'e' AND typnamespace = current_schema()::regnamespace`,
  )
  for (const { name } of enums) await client.query(`DROP TYPE ${quoted(name)}`)
}

const typesOf = async (client: PoolClient, table: string): Promise<Map<string, string>> => {
  const { rows } = await client.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
    [quoted(table)],
  )
  return new Map(rows.map(({ name, type }) => [name, type]))
}
