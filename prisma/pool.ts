import pg, { type ClientBase, type PoolConfig, type QueryResult } from 'pg'
import { keepMemoryStatement } from './own-statements.ts'

/**
 * SQLSTATEs with which the server ends the session. A connection that broke in any other way is known to `pg` as such,
 * and the pool drops it without being told.
 */
const sessionEnded = /^(08|25P0[34]|57P)/

/**
 * A `pg` pool that keeps a connection after a query on it was refused. The pool's own `query` throws the connection away
 * on every error, a broken constraint too; the embedded database, which has one connection, is then asked for a second
 * one while it still holds the first, and fails whatever comes next.
 */
export class DatabasePool extends pg.Pool {
  constructor(config: PoolConfig) {
    super(config)
    // A lost connection is no reason to end the process: idle, the pool opens another when asked; in use, the query on
    // it fails, and says why.
    this.on('error', () => {})
    this.on('connect', (client) => client.on('error', () => {}))

    // Assigned rather than overridden: `pg` overloads the method eight times, and this takes them all but the callbacks.
    const query = async (...args: unknown[]): Promise<QueryResult> => {
      const client = await this.connect()
      try {
        const result = await (client.query as (...args: unknown[]) => Promise<QueryResult>)(...args)
        client.release()
        return result
      } catch (error) {
        const { code } = error as { code?: unknown }
        client.release(typeof code === 'string' && sessionEnded.test(code) ? (error as Error) : undefined)
        throw error
      }
    }
    this.query = query as typeof this.query
  }
}

/** For a pool's `onConnect`: once a connection. */
export const keepMemory = async (client: ClientBase): Promise<void> => {
  await client.query(keepMemoryStatement)
}
