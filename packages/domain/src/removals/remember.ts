/** What is removed is remembered whole, in the transaction that removes it, so that it can be brought back. */
import { Prisma, type RemovalKind } from '@cpr/db'
import type { Ctx } from '../context.ts'

/** The tables whose rows can be remembered. */
export type RemovableTable =
  | 'activity_progress'
  | 'assignment_groups'
  | 'assignment_overrides'
  | 'course_assignments'
  | 'courses'
  | 'enrollments'
  | 'grades'
  | 'group_assignments'
  | 'instrument_configs'
  | 'part_instrument_samples'
  | 'part_transpositions'
  | 'parts'
  | 'piece_plans'
  | 'pieces'
  | 'planned_activities'

/** Rows that go, or are put away at this moment (`archived`): a query of whole rows as they were before. */
type GoneRows = { table: RemovableTable; rows: Prisma.Sql; archived?: true }

type NewRemoval = {
  kind: RemovalKind
  courseId: number | null
  /** Whose own it is, where it belongs to no course. */
  ownerId?: number | null
  /** What it is called: a text, or an expression of one. */
  title: string | Prisma.Sql
  /** In the order in which they go back: what others refer to comes first. */
  gone: [GoneRows, ...GoneRows[]]
  /** A query of media keys that are kept with it. */
  files?: Prisma.Sql
}

/**
 * A CTE to put behind the ones that remove, `WITH gone AS (…), ${removalCte(…)}`: `remembered` has the id of the removal, or
 * no row where nothing went. What cascades is in no RETURNING: it is read before, and nobody may add to it meanwhile.
 */
export const removalCte = (
  { clock, actor }: Ctx,
  { kind, courseId, ownerId = null, title, gone, files }: NewRemoval,
): Prisma.Sql => {
  const contents = gone.map(
    ({ table, rows, archived = false }) => Prisma.sql`jsonb_build_object('table', ${table}::text,
      'archived', ${archived}::boolean,
      'rows', (SELECT COALESCE(jsonb_agg(to_jsonb(gone) ORDER BY gone.id), '[]') FROM (${rows}) AS gone))`,
  )
  return Prisma.sql`remembered AS (
    INSERT INTO removals (kind, removed_at, actor_id, course_id, owner_id, title, contents, files)
    SELECT ${kind.toLowerCase()}::removal_kind, ${clock.now()}, ${actor.kind === 'user' ? actor.id : null}::int,
      ${courseId}::int, ${ownerId}::int, ${title}::text, contents,
      ${files ? Prisma.sql`ARRAY(${files})` : Prisma.sql`'{}'::text[]`}
    FROM (SELECT jsonb_build_array(${Prisma.join(contents)}) AS contents) AS removed
    WHERE jsonb_path_exists(contents, '$[*].rows[*]')
    RETURNING id)`
}
