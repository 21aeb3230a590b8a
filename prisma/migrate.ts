/**
 * Applies the migrations of `migrations/` into the usual `_prisma_migrations` table, so that `prisma migrate deploy`
 * sees the same history.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { DatabaseSetupError } from './errors.ts'
import { type SchemaEngine, withSchemaEngine } from './schema-engine.ts'

type MigrationList = Parameters<SchemaEngine['applyMigrations']>[0]['migrationsList']

export const migrationsFolder = join(import.meta.dirname, 'migrations')
export const noFilters = { externalTables: [], externalEnums: [] }

/** The migrations of a folder, oldest first, as the engine takes them. */
export const readMigrations = (folder: string = migrationsFolder): MigrationList => ({
  baseDir: folder,
  lockfile: {
    path: 'migration_lock.toml',
    content: existsSync(join(folder, 'migration_lock.toml'))
      ? readFileSync(join(folder, 'migration_lock.toml'), 'utf8')
      : null,
  },
  shadowDbInitScript: '',
  migrationDirectories: readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => ({
      path: name,
      migrationFile: { path: join(name, 'migration.sql'), content: readSql(join(folder, name, 'migration.sql')) },
    })),
})

/** A folder without its SQL is the engine's to refuse. */
const readSql = (file: string): MigrationList['migrationDirectories'][number]['migrationFile']['content'] => {
  try {
    return { tag: 'ok', value: readFileSync(file, 'utf8') }
  } catch (error) {
    return { tag: 'error', value: String(error) }
  }
}

/** Names of the migrations in `folder` that this database has not finished; all of them for an empty database. */
export const pendingMigrations = async (pool: Pool, folder: string = migrationsFolder): Promise<string[]> => {
  const names = readMigrations(folder).migrationDirectories.map(({ path }) => path)
  const { rows: tables } = await pool.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`)
  if (!tables[0].exists) return names
  const { rows } = await pool.query<{ migration_name: string }>(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  )
  const done = new Set(rows.map((row) => row.migration_name))
  return names.filter((name) => !done.has(name))
}

/**
 * Brings the database up to date.
 * @returns the names of the migrations applied just now
 * @throws {DatabaseSetupError} naming the migration that failed, now or earlier, and its SQL error
 */
export const migrate = async (pool: Pool, folder: string = migrationsFolder): Promise<string[]> => {
  if ((await pendingMigrations(pool, folder)).length === 0) return []
  try {
    const { appliedMigrationNames } = await withSchemaEngine(pool, (engine) =>
      engine.applyMigrations({ migrationsList: readMigrations(folder), filters: noFilters }),
    )
    return appliedMigrationNames
  } catch (error) {
    throw new DatabaseSetupError(await explainFailure(pool, error), { cause: error })
  }
}

/** Marks a failed migration as rolled back, so that the next `migrate` tries it again. */
export const markRolledBack = async (pool: Pool, migrationName: string): Promise<void> => {
  await withSchemaEngine(pool, (engine) => engine.markMigrationRolledBack({ migrationName })).catch((error) => {
    throw new DatabaseSetupError(`${migrationName} could not be marked: ${reasonIn(String(error?.message ?? error))}`)
  })
}

const explainFailure = async (pool: Pool, error: unknown): Promise<string> => {
  const failed = await pool
    .query<{ migration_name: string; logs: string | null }>(
      'SELECT migration_name, logs FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL ORDER BY started_at DESC LIMIT 1',
    )
    .then(({ rows }) => rows[0])
    .catch(() => undefined)
  const reason = reasonIn(failed?.logs || (error instanceof Error ? error.message : String(error)))
  return failed
    ? `The migration ${failed.migration_name} failed: ${reason} The database is as it was before it; mend the cause, then run "npm run cpr -- migrate --rolled-back ${failed.migration_name}".`
    : `The database could not be migrated: ${reason}`
}

/** The cause out of the engine's report: as a sentence, without the engine's own preface and its trace. */
const reasonIn = (report: string): string => {
  const cause = report
    .replace(/^external connector error\n/, '')
    .replace(/^Error querying the database: /, '')
    .replace(/\n *0: \w+::.*$/s, '')
    .trim()
  return /[.!?]$/.test(cause) ? cause : `${cause}.`
}
