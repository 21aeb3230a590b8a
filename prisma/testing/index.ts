/** A database for tests, one for each worker, and a count of the statements that reach it. */
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../open.ts'
import { isOwnStatement } from '../own-statements.ts'
import { seedLibrary } from '../seed/index.ts'
// Brings the types of what the set-up provides.
import type {} from './global-setup.ts'
import { overhear } from './overhear.ts'

export type TestDatabase = Database & {
  /** Empties every table but the reference data, and restarts the ids. */
  clear: () => Promise<void>
  /** The SQL of every statement that `work` sends, BEGIN and COMMIT among them. */
  statementsOf: (work: () => Promise<unknown>) => Promise<string[]>
}

const referenceTables = [
  '_prisma_migrations',
  'activities',
  'activity_categories',
  'activity_types',
  'ensemble_types',
  'instruments',
  'part_types',
  'transpositions',
]

const copyOfTemplate = async (template: string, suffix: string): Promise<string> => {
  const url = new URL(template)
  const source = url.pathname.slice(1)
  const name = `${source}_${process.pid}${suffix}`
  const admin = new URL(template)
  admin.pathname = '/postgres'
  const client = new pg.Client({ connectionString: admin.href })
  await client.connect()
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${source}`)
  await client.end()
  url.pathname = `/${name}`
  return url.href
}

/** A copy of the template: migrated, with the reference data. */
const openCopy = async (suffix = ''): Promise<Database> =>
  process.env.CPR_TEST_DATABASE === 'postgres'
    ? openDatabase({ url: await copyOfTemplate(inject('postgresTemplate'), suffix) })
    : openDatabase({ template: inject('embeddedTemplate') })

let copies = 0

/** A database for one file alone, which may leave nothing as it was, the reference data included; the file closes it. */
export const ownDatabase = (): Promise<Database> => {
  copies += 1
  return openCopy(`_own${copies}`)
}

const open = async (): Promise<TestDatabase> => {
  const database = await openCopy()
  const { rows } = await database.pool.query<{ table: string }>(
    `SELECT quote_ident(tablename) AS table FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL($1)`,
    [referenceTables],
  )
  const tables = rows.map(({ table }) => table).join(', ')
  return {
    ...database,
    clear: async () => {
      await database.pool.query(`TRUNCATE ${tables} RESTART IDENTITY CASCADE`)
    },
    statementsOf,
  }
}

let counting: string[] | undefined

const countStatements = (): void => {
  overhear(({ text }) => {
    if (text !== undefined && !isOwnStatement(text)) counting?.push(text)
  })
}

const statementsOf = async (work: () => Promise<unknown>): Promise<string[]> => {
  counting = []
  try {
    await work()
    return counting
  } finally {
    counting = undefined
  }
}

let shared: Promise<TestDatabase> | undefined

/** The worker's database: opened by whoever asks first, ended with the worker. */
export const testDatabase = (): Promise<TestDatabase> => {
  if (!shared) {
    countStatements()
    shared = open()
  }
  return shared
}

export { libraryTables } from '../hand-written.ts'
export { createOnServer, databaseKind, freshDatabase } from './fresh.ts'
export { overhear } from './overhear.ts'
export { loadSql } from './psql.ts'
export { seedLibrary }
