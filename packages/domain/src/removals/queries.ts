import { type EnrollmentRole, Prisma, type RemovalKind } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { conflict, notFound } from '../errors.ts'
import { authorize } from '../policy.ts'
import type { RemovableTable } from './remember.ts'

type RemovalRow = {
  id: number
  kind: Lowercase<RemovalKind>
  title: string
  removedAt: Date
  restoredAt: Date | null
  courseId: number | null
  slug: string | null
  ownerId: number | null
  role: Lowercase<EnrollmentRole> | null
}

/**
 * A removal that the actor may bring back, held until the transaction ends.
 * @throws {DomainError} `not-found` for one of a course or a person that is not the actor's
 */
export const removalFor = async (ctx: Ctx, id: number) => {
  const actorId = ctx.actor.kind === 'user' ? ctx.actor.id : 0
  const [row] = await ctx.db.$queryRaw<RemovalRow[]>(Prisma.sql`
    SELECT r.id, r.kind::text AS kind, r.title, r.removed_at AS "removedAt", r.restored_at AS "restoredAt",
      r.course_id AS "courseId", r.owner_id AS "ownerId",
      (SELECT c.slug FROM courses c WHERE c.id = r.course_id) AS slug,
      (SELECT e.role::text FROM enrollments e WHERE e.course_id = r.course_id AND e.user_id = ${actorId}) AS role
    FROM removals r WHERE r.id = ${id} FOR UPDATE OF r`)
  if (!row) {
    authorize(ctx, 'removals.restore', { role: 'TEACHER' })
    throw notFound('Removal')
  }
  const { role, ownerId, kind, ...removal } = row
  authorize(ctx, 'removals.restore', {
    role: (role?.toUpperCase() as EnrollmentRole | undefined) ?? null,
    ownerId,
    entity: 'Removal',
  })
  return { ...removal, kind: kind.toUpperCase() as RemovalKind }
}

/** What a removal has of one table. */
type Part = { nth: number; table: RemovableTable; archived: boolean; rows: number; columns: string[] }

const partsOf = ({ db }: Ctx, id: number): Promise<Part[]> =>
  db.$queryRaw(Prisma.sql`
    SELECT (nth - 1)::int AS nth, part->>'table' AS table, (part->>'archived')::boolean AS archived,
      jsonb_array_length(part->'rows') AS rows, ARRAY(SELECT jsonb_object_keys(part->'rows'->0)) AS columns
    FROM removals, jsonb_array_elements(contents) WITH ORDINALITY AS parts (part, nth)
    WHERE id = ${id} AND jsonb_array_length(part->'rows') > 0 ORDER BY nth`)

/** A name of the database that was written by the database. */
const identifier = (name: string): Prisma.Sql => {
  if (!/^[a-z_]+$/.test(name)) throw new Error(`not a name of ours: ${JSON.stringify(name)}`)
  return Prisma.raw(`"${name}"`)
}

/**
 * Puts every row of a removal back as it was, under its own id; what was put away is taken out again. The values go from
 * table to table, and never through a number of ours.
 * @returns how many rows
 * @throws {DomainError} `conflict` with `changed` where what was put away is not as it was left
 */
export const putBack = async (ctx: Ctx, id: number, changed: string): Promise<number> => {
  let restored = 0
  for (const { nth, table, archived, rows, columns } of await partsOf(ctx, id)) {
    const into = identifier(table)
    const names = Prisma.join(columns.map(identifier))
    const before = Prisma.sql`jsonb_populate_recordset(NULL::${into}, (SELECT contents->${nth}::int->'rows' FROM removals WHERE id = ${id}))`
    const written = archived
      ? await ctx.db.$executeRaw(Prisma.sql`
          UPDATE ${into} AS now SET archived_at = NULL FROM ${before} AS before
          WHERE now.id = before.id AND now.archived_at = (SELECT removed_at FROM removals WHERE id = ${id})`)
      : // The columns by their names: those that the table got since have what they have of themselves.
        await ctx.db.$executeRaw(Prisma.sql`INSERT INTO ${into} (${names}) SELECT ${names} FROM ${before}`)
    if (written !== rows) throw conflict(changed)
    restored += written
  }
  return restored
}
