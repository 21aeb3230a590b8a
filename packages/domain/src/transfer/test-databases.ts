import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Database } from '@cpr/db'
import { createOnServer, loadSql } from '@cpr/db/testing'
import { testServices } from '../../testing/index.ts'
import type { Ctx } from '../context.ts'
import { type DumpRow, parseDump } from './index.ts'

const path = (name: string): string => fileURLToPath(new URL(`test-data/${name}`, import.meta.url))

/** A `dumpdata` file; a copy that the caller may change. */
export const dump = (name: 'world.json' | 'pre-remodel.json'): DumpRow[] => parseDump(readFileSync(path(name), 'utf8'))

/** The world of the REST contract. */
export const world = (): DumpRow[] => dump('world.json')

/** A Django database of the dump `name` on the test server. */
export const djangoDatabase = async (name: 'pre-remodel.sql' | 'post-remodel.sql') => {
  const database = await createOnServer()
  await loadSql(database.url, path(name))
  return database
}

export const scriptCtx = ({ db }: Database): Ctx => ({
  ...testServices,
  db,
  actor: { kind: 'system' },
  address: null,
})

/** Every row of every table but the import's own trail and what it knows from the clock. */
export const snapshot = async ({ pool }: Pick<Database, 'pool'>): Promise<Record<string, unknown[]>> => {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('_prisma_migrations',
      'site_settings') ORDER BY tablename`,
  )
  const content: Record<string, unknown[]> = {}
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: Record<string, unknown> }>(
      `SELECT to_jsonb(t) - 'expires_at' AS row FROM "${name}" t ORDER BY 1`,
    )
    content[name] = rows.map(({ row }) => row).filter((row) => row.action !== 'transfer.importDjango')
  }
  return content
}
