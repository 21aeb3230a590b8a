/** Databases for the tests of the database layer itself, beside the one that every other test shares. */
import pg from 'pg'
import { inject } from 'vitest'
import { startEmbedded } from '../embedded/start.ts'
import { DatabasePool } from '../pool.ts'

/** What this project of vitest.config.ts runs on. */
export const databaseKind: 'embedded' | 'server' = process.env.CPR_TEST_DATABASE === 'postgres' ? 'server' : 'embedded'

/** The address of another database on the test server. */
export const serverUrl = (database: string): string => {
  const url = new URL(inject('postgresTemplate'))
  url.pathname = `/${database}`
  return url.href
}

/** Runs SQL on the test server over a connection of its own, outside the database under test. */
export const onServer = async (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: serverUrl('postgres') })
  await client.connect()
  try {
    return (await client.query(sql, values)).rows
  } finally {
    await client.end()
  }
}

let made = 0

/** The address of a new, empty database on the test server, and its end. */
export const createOnServer = async (): Promise<{ url: string; drop: () => Promise<void> }> => {
  made += 1
  // The template's name before it: what a broken test leaves behind is dropped with the template.
  const name = `${new URL(inject('postgresTemplate')).pathname.slice(1)}_${process.pid}_new${made}`
  await onServer(`CREATE DATABASE ${name}`)
  return {
    url: serverUrl(name),
    drop: async () => {
      await onServer(`DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

export type FreshDatabase = { pool: DatabasePool; close: () => Promise<void> }

/** An empty database that no migration has touched. */
export const freshDatabase = async (): Promise<FreshDatabase> => {
  if (databaseKind === 'embedded') {
    const embedded = await startEmbedded({ template: inject('emptyTemplate') })
    const pool = new DatabasePool(embedded.poolConfig)
    return {
      pool,
      close: async () => {
        await pool.end()
        await embedded.close()
      },
    }
  }
  const { url, drop } = await createOnServer()
  const pool = new DatabasePool({ connectionString: url })
  return {
    pool,
    close: async () => {
      await pool.end()
      await drop()
    },
  }
}
