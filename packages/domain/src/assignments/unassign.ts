import { Prisma } from '@cpr/db'
import { auditCte } from '../audit/index.ts'
import { type Ctx, withTransaction } from '../context.ts'
import { lockCourse } from '../courses/index.ts'
import { onConstraint } from '../database-errors.ts'
import { DomainError, notFound } from '../errors.ts'
import { removalCte } from '../removals/index.ts'
import type { UnassignInput } from './schemas.ts'

type Outcome = { piece: string | null; submissions: number; removed: number; archived: number; removal: number | null }

/**
 * Takes a piece out of a course. What nobody has worked on is removed; where students logged events but handed nothing
 * in, the assignment is archived, and assigning again brings it back with their work.
 * @returns how many course assignments were removed and archived, and the removal that brings them back; null for none
 * @throws {DomainError} `work-handed-in`, with nothing changed; `not-found` for the piece
 */
export const unassign = async (ctx: Ctx, { course: slug, pieceId }: UnassignInput) => {
  const outcome = await onConstraint({ foreignKey: () => refusal(null, 1) }, () =>
    withTransaction(ctx, async (tx) => {
      const { id } = await lockCourse(tx, 'assignments.unassign', slug)
      // What is given to these from here on waits, and finds them gone: all that goes with them is remembered.
      await tx.db.$executeRaw(Prisma.sql`
        SELECT 1 FROM course_assignments WHERE course_id = ${id} AND piece_id = ${pieceId} FOR UPDATE`)
      return takeOut(tx, id, pieceId)
    }),
  )
  if (outcome.piece === null) throw notFound('Piece')
  if (outcome.submissions > 0) throw refusal(outcome.piece, outcome.submissions)
  const { removed, archived, removal } = outcome
  return { removed, archived, removal }
}

/** Changes nothing where work was handed in. */
const takeOut = async (ctx: Ctx, courseId: number, pieceId: number): Promise<Outcome> => {
  const audited = auditCte(ctx, 'assignments.unassign', {
    subject: 'CourseAssignment',
    ids: Prisma.sql`SELECT id FROM removed UNION ALL SELECT id FROM archived`,
    courseId,
    data: { pieceId },
  })
  const ofRemoved = Prisma.sql`course_assignment_id IN (SELECT id FROM going WHERE NOT worked)`
  const remembered = removalCte(ctx, {
    kind: 'ASSIGNMENTS',
    courseId,
    title: Prisma.sql`(SELECT name FROM pieces WHERE id = ${pieceId})`,
    gone: [
      { table: 'course_assignments', rows: Prisma.sql`SELECT * FROM removed` },
      {
        table: 'course_assignments',
        archived: true,
        rows: Prisma.sql`SELECT * FROM course_assignments WHERE id IN (SELECT id FROM going WHERE worked)`,
      },
      { table: 'assignment_groups', rows: Prisma.sql`SELECT * FROM emptied` },
      { table: 'group_assignments', rows: Prisma.sql`SELECT * FROM group_assignments WHERE ${ofRemoved}` },
      { table: 'assignment_overrides', rows: Prisma.sql`SELECT * FROM assignment_overrides WHERE ${ofRemoved}` },
      { table: 'activity_progress', rows: Prisma.sql`SELECT * FROM opened` },
    ],
  })
  // One statement, so that it is one moment: work handed in meanwhile stops it by its foreign key.
  const [outcome] = await ctx.db.$queryRaw<[Outcome]>(Prisma.sql`
    WITH target AS (
      SELECT ca.id,
        (SELECT count(*) FROM submissions s WHERE s.course_assignment_id = ca.id) AS submissions,
        EXISTS (
          SELECT 1 FROM activity_progress p WHERE p.course_assignment_id = ca.id AND (
            p.current_step > 1 OR p.question_responses <> '{}' OR p.step_completions <> '{}'
            OR p.current_audio_url IS NOT NULL OR EXISTS (SELECT 1 FROM activity_events e WHERE e.progress_id = p.id))
        ) AS worked
      FROM course_assignments ca
      WHERE ca.course_id = ${courseId} AND ca.piece_id = ${pieceId} AND ca.archived_at IS NULL
    ), going AS (
      SELECT * FROM target WHERE NOT EXISTS (SELECT 1 FROM target WHERE submissions > 0)
    ), archived AS (
      UPDATE course_assignments SET archived_at = ${ctx.clock.now()}
      WHERE id IN (SELECT id FROM going WHERE worked) RETURNING id
    ), opened AS (
      -- Opened and left: a row of progress without any work in it.
      DELETE FROM activity_progress WHERE ${ofRemoved} RETURNING *
    ), emptied AS (
      DELETE FROM assignment_groups g WHERE g.id IN (
        SELECT ga.group_id FROM group_assignments ga JOIN going ON going.id = ga.course_assignment_id
        GROUP BY ga.group_id HAVING NOT bool_or(going.worked))
      RETURNING *
    ), removed AS (
      DELETE FROM course_assignments WHERE id IN (SELECT id FROM going WHERE NOT worked) RETURNING *
    ), ${remembered}, ${audited}
    SELECT (SELECT name FROM pieces WHERE id = ${pieceId}) AS piece,
      (SELECT COALESCE(sum(submissions), 0)::int FROM target) AS submissions,
      (SELECT count(*)::int FROM removed) AS removed, (SELECT count(*)::int FROM archived) AS archived,
      (SELECT id FROM remembered) AS removal`)
  return outcome
}

const refusal = (piece: string | null, submissions: number) =>
  new DomainError(
    'work-handed-in',
    `Work was handed in for ${piece ?? 'this piece'} (${submissions}): it stays assigned, so that nothing is lost.`,
    { submissions },
  )
