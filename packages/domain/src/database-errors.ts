import { Prisma } from '@cpr/db'

type Cause = { kind?: string; originalCode?: string; constraint?: { index?: string } }

type AdapterError = { cause?: Cause }

/** What the adapter heard from `pg`. Prisma wraps its error, but for what fails where a transaction begins or ends: that comes bare. */
const causeOf = (error: unknown): Cause | undefined => {
  const { name, meta } = (error ?? {}) as { name?: unknown; meta?: { driverAdapterError?: AdapterError } }
  return (name === 'DriverAdapterError' ? (error as AdapterError) : meta?.driverAdapterError)?.cause
}

/**
 * Turns a constraint that the database held against us into what the verb makes of it; every other error goes on as it
 * is. `P2002` is a unique constraint, `P2003` a foreign key; raw statements carry the SQLSTATE instead, and
 * prepared ones are `pg`'s errors, whose code it is.
 */
const constraintOf = (error: unknown): 'unique' | 'foreign-key' | null => {
  const { code } = (error ?? {}) as { code?: unknown }
  if (code === 'P2002') return 'unique'
  if (code === 'P2003') return 'foreign-key'
  return ofSqlState(causeOf(error)?.originalCode ?? code)
}

const ofSqlState = (sqlState: unknown): 'unique' | 'foreign-key' | null => {
  if (sqlState === '23505') return 'unique'
  // 23001: a RESTRICT that stopped a delete.
  return sqlState === '23503' || sqlState === '23001' ? 'foreign-key' : null
}

const indexOf = (error: unknown): string | undefined =>
  causeOf(error)?.constraint?.index ?? (error as { constraint?: string }).constraint

type Handlers = {
  /** Hears which unique index it was, where the database said so. */
  unique?: (index: string | undefined) => Error
  foreignKey?: () => Error
}

/** Runs `work`; throws what `handlers` make of a refused constraint in place of the database's error. */
export const onConstraint = async <T>(handlers: Handlers, work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    const kind = constraintOf(error)
    if (kind === 'unique' && handlers.unique) throw handlers.unique(indexOf(error))
    if (kind === 'foreign-key' && handlers.foreignKey) throw handlers.foreignKey()
    throw error
  }
}

/** Whether the database could not be reached or gave up on us, as opposed to refusing what we asked. */
export const isUnavailable = (error: unknown): boolean => {
  if (error instanceof Prisma.PrismaClientInitializationError) return true
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  const cause = causeOf(error)
  // What `pg` and its pool say without a code.
  if (
    code === undefined &&
    typeof message === 'string' &&
    /^(Connection terminated|timeout exceeded when|Client (has encountered a connection error|was closed) and)/.test(
      message,
    )
  )
    return true
  const known = typeof code === 'string' ? code : ''
  return (
    ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037'].includes(known) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(known) ||
    // The embedded database's socket is gone; a file that is not there is another matter.
    (known === 'ENOENT' && (error as { syscall?: unknown }).syscall === 'connect') ||
    // Of a raw statement Prisma has a code of its own, and the server's within.
    [known, cause?.originalCode ?? ''].some((sqlState) => /^(08|57P|53)/.test(sqlState)) ||
    ['ConnectionClosed', 'DatabaseNotReachable', 'SocketTimeout', 'TooManyConnections'].includes(cause?.kind ?? '')
  )
}
