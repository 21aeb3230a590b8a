/** Reads a whole database of ours as it is at one moment: its shape, every row, and where its ids go on. */
import type { Pool, PoolClient } from 'pg'

export type SnapshotTable = { name: string; columns: string[]; rows: number }
export type SnapshotSequence = { name: string; lastValue: string; isCalled: boolean }

export type Snapshot = {
  /** Names of the migrations that made the tables, oldest first. */
  migrations: string[]
  /** In an order in which every row finds what it refers to. */
  tables: SnapshotTable[]
  sequences: SnapshotSequence[]
  /** Rows as JSON objects, one a string, every value as PostgreSQL writes it; about a megabyte at a time. */
  rows: (table: SnapshotTable) => AsyncGenerator<string[]>
  query: <T extends object>(sql: string, values?: unknown[]) => Promise<T[]>
  close: () => Promise<void>
}

/** Times in UTC to the microsecond, floats with all their digits, and nobody's time limit for a long read. */
export const exactValues = `SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL extra_float_digits = 1;
  SET LOCAL bytea_output = 'hex';
  SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

const batchBytes = 1_000_000
const batchRows = { first: 50, most: 5_000 }

/**
 * Opens a read-only transaction that sees nothing of what is written after its first query. It holds one connection until it
 * is closed: on the embedded database the only one.
 */
export const openSnapshot = async (pool: Pool): Promise<Snapshot> => {
  const client = await pool.connect()
  try {
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await client.query(exactValues)
    const shape = { tables: await tablesOf(client), sequences: await sequencesOf(client) }
    return {
      ...shape,
      migrations: await migrationsOf(client),
      rows: (table) => rowsOf(client, table),
      query: async (sql, values = []) => (await client.query(sql, values)).rows,
      close: async () => {
        await client.query('ROLLBACK').catch(() => {})
        client.release()
      },
    }
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    client.release()
    throw error
  }
}

const migrationsOf = async (client: PoolClient): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  )
  return rows.map(({ name }) => name)
}

const tablesOf = async (client: PoolClient): Promise<SnapshotTable[]> => {
  const { rows: columns } = await client.query<{ name: string; columns: string[]; needs: string[] }>(`
    SELECT c.relname AS name,
      ARRAY(SELECT a.attname::text FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
      ARRAY(SELECT DISTINCT t.relname::text FROM pg_constraint k JOIN pg_class t ON t.oid = k.confrelid
        WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS needs
    FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname`)
  const tables: SnapshotTable[] = []
  for (const { name, columns: names } of inOrder(columns)) {
    const { rows } = await client.query<{ count: string }>(`SELECT count(*) AS count FROM ${quoted(name)}`)
    tables.push({ name, columns: names, rows: Number(rows[0]?.count) })
  }
  return tables
}

/** Tables behind those that they refer to. @throws for tables that refer to one another: ours do not */
const inOrder = <T extends { name: string; needs: string[] }>(tables: T[]): T[] => {
  const ordered: T[] = []
  const placed = new Set<string>()
  while (ordered.length < tables.length) {
    const ready = tables.filter(({ name, needs }) => !placed.has(name) && needs.every((need) => placed.has(need)))
    if (ready.length === 0) throw new Error('Tables refer to one another: none of them can be filled first.')
    for (const table of ready) placed.add(table.name)
    ordered.push(...ready)
  }
  return ordered
}

const sequencesOf = async (client: PoolClient): Promise<SnapshotSequence[]> => {
  const { rows } = await client.query<{ name: string }>(`
    SELECT relname AS name FROM pg_class
    WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace ORDER BY relname`)
  const sequences: SnapshotSequence[] = []
  for (const { name } of rows) {
    const { rows: values } = await client.query<{ last: string; called: boolean }>(
      `SELECT last_value::text AS last, is_called AS called FROM ${quoted(name)}`,
    )
    for (const { last, called } of values) sequences.push({ name, lastValue: last, isCalled: called })
  }
  return sequences
}

async function* rowsOf(client: PoolClient, { name, columns }: SnapshotTable): AsyncGenerator<string[]> {
  const values = columns.map((column) => `${quoted(column)}::text`).join(', ')
  await client.query(`DECLARE whole_table NO SCROLL CURSOR FOR
    SELECT row_to_json(r)::text AS line FROM (SELECT ${values} FROM ${quoted(name)}) r`)
  let size = batchRows.first
  while (true) {
    const { rows } = await client.query<{ line: string }>(`FETCH ${size} FROM whole_table`)
    if (rows.length > 0) yield rows.map(({ line }) => line)
    if (rows.length < size) break
    const bytes = rows.reduce((sum, { line }) => sum + line.length, 0)
    // Rows of a table are much alike: as many as make a megabyte, going by the last ones.
    size = Math.min(batchRows.most, Math.max(1, Math.floor((batchBytes * rows.length) / Math.max(bytes, 1))))
  }
  await client.query('CLOSE whole_table')
}
