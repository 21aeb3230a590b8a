/**
 * Everything is written to temporary tables of the same names first, which stand before the real ones in the search path:
 * a server that runs meanwhile is held up for the last moment alone, and a rehearsal touches no table of anybody.
 */
import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { writtenTables } from './target.ts'

type Db = Pick<Ctx, 'db'>

/** Makes the temporary tables, with the checks and unique indexes of the real ones. They go with the transaction. */
export const stage = async ({ db }: Db, schema: string): Promise<void> => {
  const statements = writtenTables.map(
    (table) => `CREATE TEMPORARY TABLE "${table}" (LIKE "${schema}"."${table}" INCLUDING DEFAULTS INCLUDING CONSTRAINTS
      INCLUDING INDEXES) ON COMMIT DROP;`,
  )
  await db.$executeRaw(Prisma.raw(`DO $$ BEGIN ${statements.join('\n')} END $$`))
}

/** Lets the planner know what is in them. */
export const analyze = async ({ db }: Db): Promise<void> => {
  await db.$executeRaw(Prisma.raw(`ANALYZE ${writtenTables.map((table) => `pg_temp."${table}"`).join()}`))
}

/** Moves what was staged to the real tables, whose foreign keys check it. */
export const publish = async (
  { db }: Db,
  schema: string,
  onTable: (done: number, total: number) => void,
): Promise<void> => {
  for (const [index, table] of writtenTables.entries()) {
    await db.$executeRaw(Prisma.raw(`INSERT INTO "${schema}"."${table}" SELECT * FROM pg_temp."${table}"`))
    onTable(index + 1, writtenTables.length)
  }
}

/** What changes without anybody changing what was imported, or is told by the files alone. */
const volatile: Record<string, string[]> = {
  sessions: ['last_used_at', 'expires_at'],
  submission_attachments: ['content_type', 'size_bytes', 'sha256'],
}

/** The tables in which the database differs from what was staged, with how many rows it has more and less. */
export const changesSince = async ({ db }: Db, schema: string) => {
  const changes: { table: string; more: number; less: number }[] = []
  for (const table of writtenTables) {
    const rows = await db.$queryRaw<{ name: string }[]>`
      SELECT attname AS name FROM pg_attribute
      WHERE attrelid = ${`"${schema}"."${table}"`}::regclass AND attnum > 0 AND NOT attisdropped
        AND attname <> ALL(${volatile[table] ?? []})
      ORDER BY attnum`
    // The trail goes on after an import; what it brought along is told by its action.
    const [columns, where] =
      table === 'audit_entries'
        ? ['at, actor_id, actor_kind, action, subject_type, subject_ids, data', `WHERE action LIKE 'django.%'`]
        : [rows.map(({ name }) => `"${name}"`).join(), '']
    const there = `SELECT ${columns} FROM "${schema}"."${table}" ${where}`
    const staged = `SELECT ${columns} FROM pg_temp."${table}" ${where}`
    const [found] = await db.$queryRaw<[{ more: number; less: number }]>(
      Prisma.raw(`SELECT (SELECT count(*)::int FROM (${there} EXCEPT ALL ${staged}) AS more) AS more,
        (SELECT count(*)::int FROM (${staged} EXCEPT ALL ${there}) AS less) AS less`),
    )
    if (found.more + found.less > 0) changes.push({ table, ...found })
  }
  return changes
}
