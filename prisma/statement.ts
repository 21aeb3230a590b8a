/** Statements that are asked for thousands of times a minute: prepared once a connection, answered by `pg` as it is. */
import type { Pool } from 'pg'
import type { DatabaseClient, TransactionClient } from './client.ts'

export type PreparedStatement = {
  /** Of its own among all prepared statements: the server keeps it under this name. */
  name: string
  /** With `$1`, `$2` … for the values. */
  text: string
}

/** A statement whose text is put together when it is first asked for: rooms quote each other's SQL, whoever loads first. */
export const prepared = (name: string, write: () => string): PreparedStatement => {
  let text: string | undefined
  return {
    name,
    get text() {
      text ??= write()
      return text
    },
  }
}

const pools = new WeakMap<object, Pool>()

/** Says which pool a client works on, for `runPrepared`. */
export const workOn = <T extends object>(client: T, pool: Pool): T => {
  pools.set(client, pool)
  return client
}

/** Whether a client is in no transaction. Prisma's own client of a transaction has a `$transaction` too. */
export const isOnPool = (db: DatabaseClient | TransactionClient): boolean => pools.has(db)

/**
 * Runs a prepared statement: in the transaction where `db` is one, else on the pool itself, without a detour through the
 * client. Dates come and go as text (`::text`, `to_json`), since the two ways parse them differently.
 * @returns its rows
 */
export const runPrepared = async <Row extends object>(
  db: DatabaseClient | TransactionClient,
  { name, text }: PreparedStatement,
  values: unknown[],
): Promise<Row[]> => {
  const pool = pools.get(db)
  if (!pool) return db.$queryRawUnsafe<Row[]>(text, ...values)
  return (await pool.query<Row>({ name, text, values })).rows
}
