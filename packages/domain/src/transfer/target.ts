/** Writes rows of our tables in bulk, with their ids. */
import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import type { Ledger } from './ledger.ts'

/** What an import never touches: the schema's history, and what running servers hold in memory. */
const kept = ['_prisma_migrations', 'site_settings']

/** In an order in which every row finds what it refers to. */
export const writtenTables = [
  'transpositions',
  'instruments',
  'ensemble_types',
  'composers',
  'part_types',
  'pieces',
  'parts',
  'part_transpositions',
  'part_instrument_samples',
  'users',
  'sessions',
  'invitations',
  'instrument_configs',
  'activity_categories',
  'activity_types',
  'activities',
  'piece_plans',
  'planned_activities',
  'courses',
  'enrollments',
  'curricula',
  'curriculum_entries',
  'course_assignments',
  'assignment_groups',
  'group_assignments',
  'assignment_overrides',
  'submissions',
  'submission_attachments',
  'grades',
  'activity_progress',
  'activity_events',
  'audit_entries',
] as const

export type WrittenTable = (typeof writtenTables)[number]

export type WrittenRow = Record<string, unknown>

export type Target = {
  write: (table: WrittenTable, rows: WrittenRow[]) => Promise<void>
  /** Gives audit entries with ids below zero, the last one first, ids from 1 in order of time. */
  numberAuditEntries: () => Promise<void>
}

const identifier = (name: string): Prisma.Sql => Prisma.raw(`"${name}"`)

/** Rows are sent as JSON, which PostgreSQL reads by the table's own types: one statement, whatever their number. */
export const createTarget = ({ db }: Pick<Ctx, 'db'>, ledger: Ledger): Target => ({
  write: async (table, rows) => {
    const [first] = rows
    if (!first) return
    const columns = Prisma.join(Object.keys(first).map(identifier))
    await db.$executeRaw`
      INSERT INTO ${identifier(table)} (${columns})
      SELECT ${columns} FROM json_populate_recordset(NULL::${identifier(table)}, ${JSON.stringify(rows)}::json)`
    ledger.wrote(table, rows.length)
  },
  numberAuditEntries: async () => {
    await db.$executeRaw`
      UPDATE audit_entries SET id = numbered.nth
      FROM (SELECT id, row_number() OVER (ORDER BY at, id DESC) AS nth FROM audit_entries WHERE id < 0) AS numbered
      WHERE audit_entries.id = numbered.id`
  },
})

/** Where our tables are: before any temporary one stands in front of them. */
export const currentSchema = async ({ db }: Pick<Ctx, 'db'>): Promise<string> => {
  const [row] = await db.$queryRaw<[{ name: string }]>`SELECT current_schema() AS name`
  return row.name
}

const tableNames = async ({ db }: Pick<Ctx, 'db'>): Promise<string[]> => {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename <> ALL(${kept})`
  return rows.map(({ name }) => name)
}

const qualified = (schema: string, name: string): Prisma.Sql => Prisma.raw(`"${schema}"."${name}"`)

/** Whether there is no row in any table but those that are kept. */
export const holdsNothing = async (ctx: Pick<Ctx, 'db'>, schema: string): Promise<boolean> => {
  const tables = (await tableNames(ctx)).map((name) => Prisma.sql`EXISTS (SELECT 1 FROM ${qualified(schema, name)})`)
  const [row] = await ctx.db.$queryRaw<[{ filled: boolean }]>`SELECT ${Prisma.join(tables, ' OR ')} AS filled`
  return !row.filled
}

/** Whether what is there came with an import. */
export const holdsImport = async ({ db }: Pick<Ctx, 'db'>): Promise<boolean> =>
  (await db.auditEntry.findFirst({
    where: { action: 'transfer.importDjango', subjectType: 'Site' },
    select: { id: true },
  })) !== null

/** Empties every table, but for what a running server needs. */
export const emptyTables = async (ctx: Pick<Ctx, 'db'>, schema: string): Promise<void> => {
  const tables = Prisma.join((await tableNames(ctx)).map((name) => qualified(schema, name)))
  await ctx.db.$executeRaw`TRUNCATE ${tables} RESTART IDENTITY CASCADE`
}

/** Lets every table's ids go on behind its highest: from 1 where it is empty. Taken back with the transaction. */
export const setSequences = async ({ db }: Pick<Ctx, 'db'>): Promise<void> => {
  await db.$executeRaw`
    DO $$
    DECLARE
      found record;
      following bigint;
    BEGIN
      FOR found IN
        SELECT t.relname AS tab, a.attname AS col, s.relname AS seq
        FROM pg_class s
        JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') AND d.classid = 'pg_class'::regclass
        JOIN pg_class t ON t.oid = d.refobjid
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
        WHERE s.relkind = 'S' AND s.relnamespace = current_schema()::regnamespace
      LOOP
        EXECUTE format('SELECT coalesce(max(%I), 0) + 1 FROM %I', found.col, found.tab) INTO following;
        EXECUTE format('ALTER SEQUENCE %I RESTART WITH %s', found.seq, following);
      END LOOP;
    END $$`
}
