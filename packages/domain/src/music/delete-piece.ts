import { Prisma } from '@cpr/db'
import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { onConstraint } from '../database-errors.ts'
import { conflict, notFound } from '../errors.ts'
import { authorize } from '../policy.ts'
import { removalCte } from '../removals/index.ts'
import type { DeletePieceInput } from './schemas.ts'

/**
 * Takes a piece out of the library, with its parts and its plans. Its recordings stay as long as it can be brought back.
 * @returns the removal that brings it back
 * @throws {DomainError} `not-found`; `conflict` where a course holds it: assigned, also in the past, or in a curriculum
 */
export const deletePiece = async (ctx: Ctx, { id }: DeletePieceInput) => {
  authorize(ctx, 'music.deletePiece')
  return onConstraint({ foreignKey: () => conflict('A course is being given this piece right now.') }, () =>
    recorded(ctx, 'music.deletePiece', async (tx, note) => {
      const [piece] = await tx.db.$queryRaw<{ name: string; slug: string }[]>(Prisma.sql`
        SELECT name, slug FROM pieces WHERE id = ${id} FOR UPDATE`)
      if (!piece) throw notFound('Piece')
      // What is added to these from here on waits, and finds them gone: all that goes with them is remembered.
      await tx.db.$executeRaw(Prisma.sql`SELECT 1 FROM parts WHERE piece_id = ${id} FOR UPDATE`)
      await tx.db.$executeRaw(Prisma.sql`SELECT 1 FROM piece_plans WHERE piece_id = ${id} FOR UPDATE`)
      await refuseHeld(tx, id, piece.name)
      const removal = await takeOut(tx, id, piece.name)
      note({ subject: 'Piece', ids: [id], data: { slug: piece.slug } })
      return { deleted: true, removal }
    }),
  )
}

const mostNamed = 5

/** @throws {DomainError} `conflict`, with the courses that hold it */
const refuseHeld = async ({ db }: Ctx, id: number, name: string): Promise<void> => {
  const courses = await db.course.findMany({
    where: {
      OR: [
        { assignments: { some: { pieceId: id } } },
        { curricula: { some: { entries: { some: { piecePlan: { pieceId: id } } } } } },
      ],
    },
    select: { name: true },
    orderBy: { id: 'asc' },
    take: mostNamed + 1,
  })
  if (courses.length === 0) return
  const named = courses.slice(0, mostNamed).map((course) => course.name)
  const more = courses.length > mostNamed ? ' and others' : ''
  throw conflict(`${name} stays in the library: it belongs to the work of ${named.join(', ')}${more}.`)
}

const takeOut = async (ctx: Ctx, id: number, name: string): Promise<number | null> => {
  const ofParts = Prisma.sql`part_id IN (SELECT id FROM parts WHERE piece_id = ${id})`
  const planned = Prisma.sql`piece_plan_id IN (SELECT id FROM piece_plans WHERE piece_id = ${id})`
  const remembered = removalCte(ctx, {
    kind: 'PIECE',
    courseId: null,
    title: name,
    gone: [
      { table: 'pieces', rows: Prisma.sql`SELECT * FROM pieces WHERE id = ${id}` },
      { table: 'parts', rows: Prisma.sql`SELECT * FROM gone_parts` },
      { table: 'part_transpositions', rows: Prisma.sql`SELECT * FROM part_transpositions WHERE ${ofParts}` },
      { table: 'part_instrument_samples', rows: Prisma.sql`SELECT * FROM part_instrument_samples WHERE ${ofParts}` },
      { table: 'piece_plans', rows: Prisma.sql`SELECT * FROM gone_plans` },
      { table: 'planned_activities', rows: Prisma.sql`SELECT * FROM planned_activities WHERE ${planned}` },
    ],
    files: Prisma.sql`
      SELECT accompaniment FROM pieces WHERE id = ${id} AND accompaniment <> ''
      UNION SELECT sample_audio FROM gone_parts WHERE sample_audio <> ''
      UNION SELECT sample_audio FROM part_instrument_samples WHERE ${ofParts} AND sample_audio <> ''`,
  })
  const [outcome] = await ctx.db.$queryRaw<[{ removal: number | null }]>(Prisma.sql`
    WITH gone_parts AS (
      DELETE FROM parts WHERE piece_id = ${id} RETURNING *
    ), gone_plans AS (
      DELETE FROM piece_plans WHERE piece_id = ${id} RETURNING *
    ), ${remembered}
    SELECT (SELECT id FROM remembered) AS removal`)
  // In a statement of its own: a key that restricts is looked at in the middle of one.
  await ctx.db.piece.delete({ where: { id }, select: { id: true } })
  return outcome.removal
}
