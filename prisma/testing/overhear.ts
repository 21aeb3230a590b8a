import pg from 'pg'

/** What was sent; a stream or the like has no text. */
export type Overheard = { name?: string; text?: string; values?: unknown[] }

/**
 * Hears of whatever is sent to the database, by whomever: `pg` has no other way to the server.
 * @returns how to stop; of several who hear, whoever came last stops first
 */
export const overhear = (hear: (sent: Overheard) => void): (() => void) => {
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first] = args
    hear(typeof first === 'string' ? { text: first } : (first as Overheard))
    return (query as (...args: unknown[]) => unknown).apply(this, args)
  } as typeof query
  return () => {
    pg.Client.prototype.query = query
  }
}
