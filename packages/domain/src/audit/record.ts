/** Who did what, when and to which rows: written in the transaction of what it tells of. */
import { Prisma } from '@cpr/db'
import { type Ctx, withTransaction } from '../context.ts'
import { once } from '../idempotency/index.ts'
import type { Action } from '../policy.ts'

/** The kinds of rows that audit entries are about: the models of the schema. */
export type SubjectType =
  | 'ActivityProgress'
  | 'AssignmentOverride'
  | 'Course'
  | 'CourseAssignment'
  | 'Curriculum'
  | 'Enrollment'
  | 'Grade'
  | 'GroupAssignment'
  | 'InstrumentConfig'
  | 'Invitation'
  | 'Part'
  | 'Piece'
  | 'PiecePlan'
  | 'Removal'
  | 'Session'
  /** All of it at once. */
  | 'Site'
  | 'Submission'
  | 'SubmissionAttachment'
  | 'User'

type Scalar = string | number | boolean | null

/** What helps to understand an entry later. Never a password, a token, or what a student wrote. */
export type AuditData = { [key: string]: Scalar | Scalar[] }

export type AuditNote = {
  subject: SubjectType
  ids: number[]
  courseId?: number | null
  data?: AuditData
  /** Who did it, where that is not who asks: a sign-in is the work of whoever is signed in by it. */
  actorId?: number
}

const actorOf = ({ actor }: Ctx, note: Pick<AuditNote, 'actorId'>) =>
  note.actorId !== undefined
    ? { actorKind: 'user', actorId: note.actorId }
    : { actorKind: actor.kind, actorId: actor.kind === 'user' ? actor.id : null }

/**
 * Runs `work` in a transaction and writes what it notes into the audit trail, in the same transaction. Work that changed
 * nothing notes nothing. Sent again with the idempotency key of a file, it is not done again: `T` is then what it came to first.
 */
export const recorded = <T>(
  ctx: Ctx,
  action: Action,
  work: (ctx: Ctx, note: (note: AuditNote) => void) => Promise<T>,
): Promise<T> => {
  const { repeatable, ...rest } = ctx
  if (repeatable) return once(rest, repeatable, (tx) => recorded(tx, action, work))
  return withTransaction(ctx, async (tx) => {
    const notes: AuditNote[] = []
    const result = await work(tx, (note) => notes.push(note))
    if (notes.length > 0)
      await tx.db.auditEntry.createMany({
        data: notes.map(({ subject, ids, courseId, data, actorId }) => ({
          at: tx.clock.now(),
          ...actorOf(tx, actorId === undefined ? {} : { actorId }),
          action,
          subjectType: subject,
          subjectIds: ids,
          courseId: courseId ?? null,
          data: data ?? {},
        })),
      })
    return result
  })
}

type SqlNote = Omit<AuditNote, 'ids' | 'actorId' | 'courseId'> & {
  ids: Prisma.Sql
  /** Its id, or an expression that gives it. */
  courseId?: number | null | Prisma.Sql
}

/**
 * The same for a verb that is one statement: a CTE to put behind the one that writes, `WITH written AS (…), ${audited}`.
 * `ids` is a query of the ids that were written; where it has no row, nothing is recorded.
 */
export const auditCte = (ctx: Ctx, action: Action, ...notes: [SqlNote, ...SqlNote[]]): Prisma.Sql => {
  const { actorKind, actorId } = actorOf(ctx, {})
  // The casts are for the UNION, which would take what is given for text.
  const entries = notes.map(
    (note) => Prisma.sql`
    SELECT ${ctx.clock.now()}::timestamptz, ${actorId}::int, ${actorKind}, ${action}, ${note.subject}, array_agg(id),
      ${note.courseId ?? null}::int, ${JSON.stringify(note.data ?? {})}::jsonb
    FROM (${note.ids}) AS touched (id) HAVING count(*) > 0`,
  )
  return Prisma.sql`audited AS (
    INSERT INTO audit_entries (at, actor_id, actor_kind, action, subject_type, subject_ids, course_id, data)
    ${Prisma.join(entries, ' UNION ALL ')})`
}
