/** Reads another PostgreSQL database as it is at one moment, and changes nothing in it. */
import pg from 'pg'
import { checkUrl, explainConnection } from './connection.ts'
import { DatabaseSetupError } from './errors.ts'

export type TextRow = Record<string, string | null>

export type Reader = {
  /** All rows of a query, every value as PostgreSQL writes it: times in UTC, to the microsecond. */
  query: (sql: string, values?: unknown[]) => Promise<TextRow[]>
  /** The same through a cursor, `size` rows at a time; several may be open at once. */
  batches: (sql: string, size: number) => AsyncGenerator<TextRow[]>
  close: () => Promise<void>
}

/**
 * Opens a read-only transaction that sees nothing of what is written after its first query.
 * @throws {DatabaseSetupError} in one line; `setting` is where the address was given
 */
export const openReader = async (url: string, setting: string): Promise<Reader> => {
  checkUrl(url, setting)
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser: () => (value: string) => value },
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
    // Dates are ISO, floats keep all their digits, and nobody's time limit ends a long read.
    await client.query(`SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL extra_float_digits = 1;
      SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`)
  } catch (error) {
    await client.end().catch(() => {})
    throw new DatabaseSetupError(explainConnection(url, error, setting))
  }

  let cursors = 0
  return {
    query: async (sql, values = []) => (await client.query(sql, values)).rows,
    batches: async function* (sql, size) {
      cursors += 1
      const name = `batches_${cursors}`
      await client.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${sql}`)
      try {
        while (true) {
          const { rows } = await client.query(`FETCH ${size} FROM ${name}`)
          if (rows.length > 0) yield rows
          if (rows.length < size) return
        }
      } finally {
        await client.query(`CLOSE ${name}`).catch(() => {})
      }
    },
    close: () => client.end(),
  }
}
