import { PrismaPg } from '@prisma/adapter-pg'
import type { Pool } from 'pg'
import { Prisma, PrismaClient } from './generated/client.ts'
import { workOn } from './statement.ts'

/**
 * A Prisma client over a shared `pg` pool, which stays the caller's to close. Password and token hashes are left out of
 * every answer unless a query asks for them by name.
 */
export const createClient = (pool: Pool) =>
  workOn(
    new PrismaClient({
      adapter: new PrismaPg(pool),
      omit: {
        user: { passwordHash: true },
        session: { tokenHash: true },
        invitation: { tokenHash: true },
        passwordReset: { tokenHash: true },
      },
      // An embedded database has one connection, for which transactions queue.
      transactionOptions: { maxWait: 20_000, timeout: 60_000 },
    }),
    pool,
  )

export type DatabaseClient = ReturnType<typeof createClient>
/** The client inside a transaction. */
export type TransactionClient = Parameters<Parameters<DatabaseClient['$transaction']>[0]>[0]

export { Prisma }
