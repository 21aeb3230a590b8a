/** Texts of people in the database: where a person's own stand, and every column that has texts at all. */
import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import type { Json } from '../json.ts'
import { type Replace, replaceInJson } from './naming.ts'

type Column = { table: string; column: string; json: boolean; of: (userId: number) => Prisma.Sql }

const ofEnrollment = (userId: number) =>
  Prisma.sql`t.enrollment_id IN (SELECT id FROM enrollments WHERE user_id = ${userId})`
const ofProgress = (userId: number) =>
  Prisma.sql`t.progress_id IN (SELECT p.id FROM activity_progress p JOIN enrollments e ON e.id = p.enrollment_id
    WHERE e.user_id = ${userId})`

/** What a person writes or leaves behind while working. What is added to the schema is added here. */
const own: Column[] = [
  { table: 'submissions', column: 'content', json: false, of: ofEnrollment },
  { table: 'activity_progress', column: 'question_responses', json: true, of: ofEnrollment },
  { table: 'activity_progress', column: 'step_completions', json: true, of: ofEnrollment },
  { table: 'activity_progress', column: 'current_audio_url', json: false, of: ofEnrollment },
  { table: 'activity_progress', column: 'audio_edit_history', json: true, of: ofEnrollment },
  { table: 'activity_progress', column: 'audio_metadata', json: true, of: ofEnrollment },
  { table: 'activity_events', column: 'data', json: true, of: ofProgress },
  { table: 'activity_events', column: 'operation', json: false, of: ofProgress },
  { table: 'piece_plans', column: 'name', json: false, of: (userId) => Prisma.sql`t.created_by_id = ${userId}` },
]

const ofAnybody = () => Prisma.sql`true`

/** Facts, not prose: a name in one of them is this person's, whoever did what it tells of. */
const facts: Column[] = [
  { table: 'audit_entries', column: 'data', json: true, of: ofAnybody },
  { table: 'removals', column: 'title', json: false, of: ofAnybody },
  { table: 'removals', column: 'contents', json: true, of: ofAnybody },
]

const name = (identifier: string): Prisma.Sql => Prisma.raw(`"${identifier.replaceAll('"', '""')}"`)

const holds = (column: Prisma.Sql, needles: string[]): Prisma.Sql => {
  const lowered = needles.map((needle) => needle.toLowerCase())
  // Both ways, since not every database lowers letters with accents.
  return Prisma.sql`EXISTS (SELECT 1 FROM unnest(${needles}::text[], ${lowered}::text[]) AS n (written, low)
    WHERE strpos(${column}::text, n.written) > 0 OR strpos(lower(${column}::text), n.low) > 0)`
}

/**
 * Forgets the answers that the person had in the last day, and those of others that have a name: whoever sends such a write a
 * second time, in that moment, is not told that it was done.
 */
export const forgetAnswers = async ({ db }: Pick<Ctx, 'db'>, userId: number, needles: string[]): Promise<void> => {
  await db.$executeRaw`
    DELETE FROM idempotency_keys t WHERE t.user_id = ${userId} OR ${holds(Prisma.sql`t.answer`, needles)}`
}

/** Replaces names in what a person wrote, in the audit trail, and in what was removed. @returns how many rows changed */
export const replaceNames = async (
  { db }: Pick<Ctx, 'db'>,
  userId: number,
  needles: string[],
  replace: Replace,
): Promise<number> => {
  let changed = 0
  for (const { table, column, json, of } of [...own, ...facts]) {
    const value = Prisma.sql`t.${name(column)}`
    const rows = await db.$queryRaw<{ id: string; value: string }[]>`
      SELECT t.id::text AS id, ${value}::text AS value FROM ${name(table)} t
      WHERE ${of(userId)} AND ${holds(value, needles)}`
    const written = rows.flatMap((row) => {
      const next = json ? JSON.stringify(replaceInJson(JSON.parse(row.value) as Json, replace)) : replace(row.value)
      return next === row.value ? [] : [{ id: row.id, value: next }]
    })
    if (written.length === 0) continue
    changed += await db.$executeRaw`
      UPDATE ${name(table)} t SET ${name(column)} = w.value::${Prisma.raw(json ? 'jsonb' : 'text')}
      FROM json_to_recordset(${JSON.stringify(written)}::json) AS w (id bigint, value text) WHERE t.id = w.id`
  }
  return changed
}

export type NamePlace = { table: string; column: string; rows: number }

/** Where names still stand as words, in any column of any table that has texts. */
export const placesOf = async ({ db }: Pick<Ctx, 'db'>, names: string[], replace: Replace): Promise<NamePlace[]> => {
  const columns = await db.$queryRaw<{ table: string; column: string }[]>`
    SELECT c.relname::text AS "table", a.attname::text AS "column" FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
      AND a.atttypid = ANY ('{text,varchar,bpchar,json,jsonb,_text,_varchar}'::regtype[])
    ORDER BY 1, 2`
  const places: NamePlace[] = []
  for (const { table, column } of columns) {
    const value = Prisma.sql`t.${name(column)}`
    const rows = await db.$queryRaw<{ value: string }[]>`
      SELECT ${value}::text AS value FROM ${name(table)} t WHERE ${holds(value, names)}`
    const count = rows.filter((row) => replace(row.value) !== row.value).length
    if (count > 0) places.push({ table, column, rows: count })
  }
  return places
}
