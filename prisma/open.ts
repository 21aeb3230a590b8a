/** Opens the database that MusicCPR runs on: a PostgreSQL server, or the embedded one. */
import { setTimeout as sleep } from 'node:timers/promises'
import pg, { type Pool } from 'pg'
import { createClient, type DatabaseClient } from './client.ts'
import { checkUrl, explainConnection } from './connection.ts'
import { startEmbedded } from './embedded/start.ts'
import { DatabaseSetupError } from './errors.ts'
import { migrate, pendingMigrations } from './migrate.ts'
import { listenOnPool, listenOnServer, type Notifications } from './notifications.ts'
import { DatabasePool, keepMemory } from './pool.ts'

export type OpenOptions = {
  /** postgres://…; without it the embedded database in `dataDir` (in memory without that). */
  url?: string | undefined
  dataDir?: string | undefined
  template?: string | undefined
  /** Most connections to a server, 10 unless told; the embedded database always has one. */
  maxConnections?: number
  onProgress?: (message: string) => void
  onExit?: (reason: string) => void
}

export type Database = {
  kind: 'embedded' | 'server'
  db: DatabaseClient
  pool: Pool
  /** What processes of this database tell each other. */
  notifications: Notifications
  /** Names of migrations still to apply. */
  pending: () => Promise<string[]>
  /** Runs `work` while no other process of this database runs one (migrating, seeding). */
  exclusively: <T>(work: () => Promise<T>) => Promise<T>
  /** Applies what is pending; see `migrate`. */
  migrate: () => Promise<string[]>
  close: () => Promise<void>
}

/** Any number of our own, so that two of our processes never migrate at once; Prisma's own lock is another. */
const MIGRATION_LOCK = 7_280_417_311

/** PostgreSQL versions that MusicCPR is tested for. */
const OLDEST_SUPPORTED = 14

/**
 * @throws {DatabaseSetupError} in one line, for the person who started the program
 */
export const openDatabase = async (options: OpenOptions): Promise<Database> =>
  options.url === undefined ? openEmbedded(options) : openServer(options.url, options)

const openEmbedded = async ({ dataDir, template, onExit }: OpenOptions): Promise<Database> => {
  const embedded = await startEmbedded({
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(template === undefined ? {} : { template }),
    ...(onExit === undefined ? {} : { onExit }),
  })
  const { notifications, onConnect } = listenOnPool()
  const pool = new DatabasePool({ ...embedded.poolConfig, onConnect })
  return assemble('embedded', pool, {
    notifications,
    // The folder's lock keeps other processes out already.
    exclusively: (work) => work(),
    close: embedded.close,
  })
}

const openServer = async (url: string, { maxConnections = 10, onProgress }: OpenOptions): Promise<Database> => {
  checkUrl(url)
  const pool = new DatabasePool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: 10_000,
    onConnect: keepMemory,
  })
  try {
    const { rows } = await pool.query<{ version: string }>(`SELECT current_setting('server_version_num') AS version`)
    const major = Math.floor(Number(rows[0]?.version) / 10_000)
    if (major < OLDEST_SUPPORTED)
      throw new DatabaseSetupError(
        `This PostgreSQL is version ${major}; MusicCPR needs ${OLDEST_SUPPORTED} or newer: upgrade the server, or unset DATABASE_URL to run on the embedded database.`,
      )
  } catch (error) {
    await pool.end()
    throw error instanceof DatabaseSetupError ? error : new DatabaseSetupError(explainConnection(url, error))
  }

  const exclusively = async <T>(work: () => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: url })
    // A lost connection loses the lock, not the work: that has connections of its own.
    client.on('error', () => {})
    await client.connect().catch((error) => {
      throw new DatabaseSetupError(explainConnection(url, error))
    })
    try {
      for (let waited = 0; ; waited += 1) {
        const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS taken', [MIGRATION_LOCK])
        if (rows[0].taken) break
        if (waited === 0) onProgress?.('Another MusicCPR process is preparing this database; waiting for it …')
        await sleep(200)
      }
      return await work()
    } finally {
      // Ends the session, and the lock with it.
      await client.end()
    }
  }
  const { close, ...notifications } = listenOnServer(url)
  return assemble('server', pool, { notifications, exclusively, close })
}

const assemble = (
  kind: Database['kind'],
  pool: Pool,
  { notifications, exclusively, close }: Pick<Database, 'notifications' | 'exclusively' | 'close'>,
): Database => {
  const db = createClient(pool)
  return {
    kind,
    db,
    pool,
    notifications,
    pending: () => pendingMigrations(pool),
    exclusively,
    migrate: () => migrate(pool),
    close: async () => {
      await db.$disconnect()
      await pool.end()
      await close()
    },
  }
}
