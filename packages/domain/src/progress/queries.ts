import { type EnrollmentRole, Prisma, runPrepared } from '@cpr/db'
import { mayWriteTo } from '../assignments/index.ts'
import { auditCte } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { refuseArchived } from '../courses/index.ts'
import { onConstraint } from '../database-errors.ts'
import { notFound } from '../errors.ts'
import type { Json } from '../json.ts'
import { type Action, authorize, signedInActor } from '../policy.ts'
import { toTime, toTimeOrNull } from '../serialize.ts'

type JsonObject = { [key: string]: Json }

type Row = {
  id: number
  courseAssignmentId: number
  enrollmentId: number
  currentStep: number
  stepCompletions: { [step: string]: string[] }
  questionResponses: JsonObject
  participantEmail: string | null
  currentAudioUrl: string | null
  audioEditHistory: Json[]
  audioMetadata: JsonObject
  finishedAt: Date | null
  createdAt: Date
  updatedAt: Date
}

export const toProgress = ({ createdAt, updatedAt, finishedAt, ...progress }: Row) => ({
  ...progress,
  finishedAt: toTimeOrNull(finishedAt),
  createdAt: toTime(createdAt),
  updatedAt: toTime(updatedAt),
})

const columns = Prisma.sql`id, course_assignment_id AS "courseAssignmentId", enrollment_id AS "enrollmentId",
  current_step AS "currentStep", step_completions AS "stepCompletions", question_responses AS "questionResponses",
  participant_email AS "participantEmail", current_audio_url AS "currentAudioUrl",
  audio_edit_history AS "audioEditHistory", audio_metadata AS "audioMetadata", finished_at AS "finishedAt", created_at AS "createdAt",
  updated_at AS "updatedAt"`

/** Answers given before stay, those given again are replaced. */
export const mergedResponses = Prisma.sql`
  question_responses = activity_progress.question_responses || EXCLUDED.question_responses`

type Target = { course: string; courseAssignmentId: number }

/**
 * A CTE: the assignment and the asker's place in its course; no row where there is no such assignment. Who sees it is whom
 * `visibleTo` lets.
 */
const targetCte = (ctx: Ctx, { course, courseAssignmentId }: Target): Prisma.Sql => Prisma.sql`target AS MATERIALIZED (
  SELECT c.id AS course_id, c.archived_at, e.id AS enrollment_id, upper(e.role::text) AS role,
    ca.audience = 'everyone' OR EXISTS (SELECT 1 FROM group_assignments ga
        WHERE ga.course_assignment_id = ca.id AND ga.enrollment_id = e.id)
      OR EXISTS (SELECT 1 FROM submissions s WHERE s.course_assignment_id = ca.id AND s.enrollment_id = e.id) AS visible
  FROM courses c
  JOIN course_assignments ca ON ca.course_id = c.id AND ca.id = ${courseAssignmentId}::int AND ca.archived_at IS NULL
  LEFT JOIN enrollments e ON e.course_id = c.id AND e.user_id = ${signedInActor(ctx).id}::int
  WHERE c.slug = ${course}
)`

type Found = { archivedAt: Date | null; asker: number | null; role: EnrollmentRole | null; visible: boolean }

/** @param rows a query of progress of which there is one row or none */
const foundBeside = (rows: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT target.archived_at AS "archivedAt", target.enrollment_id AS asker, target.role, target.visible, done.*
  FROM target LEFT JOIN LATERAL (${rows}) done ON true`

/** @throws {DomainError} `not-found` for the assignment or the enrollment, where the asker may not do `action` with it */
const check = <Answer extends Found>(ctx: Ctx, action: Action, found: Answer | undefined): Answer => {
  if (!found) throw notFound('CourseAssignment')
  const { role, asker, visible } = found
  authorize(ctx, action, { role, entity: 'Enrollment' })
  if (asker === null) throw notFound('Enrollment')
  if (!visible) throw notFound('CourseAssignment')
  return found
}

type Change = {
  /** For what a class does every second: the statement is prepared by this name. Its text must be the same each time. */
  preparedAs?: string
  /** Columns and values of a row that was not there yet. */
  columns: Prisma.Sql
  values: Prisma.Sql
  /** What to set in one that was; it is `activity_progress`, and the values above are `EXCLUDED`. */
  set: Prisma.Sql
  /** A CTE that writes beside it, reading the row from `written`; it ends with a comma. */
  beside?: Prisma.Sql
}

/**
 * Makes or changes the asker's progress on an assignment, in one statement: of fifty at once each waits for the row, and
 * none is lost. It writes for those alone that the policy lets, in a course that is not archived.
 * @throws {DomainError} `not-found` for an assignment that the asker does not see, `conflict` in an archived course
 */
export const writeProgress = async (
  ctx: Ctx,
  action: Action,
  of: Target,
  { preparedAs, columns: added, values, set, beside }: Change,
): Promise<ReturnType<typeof toProgress>> => {
  const now = ctx.clock.now()
  const audited = auditCte(ctx, action, {
    subject: 'ActivityProgress',
    ids: Prisma.sql`SELECT id FROM written`,
    courseId: Prisma.sql`(SELECT course_id FROM target)`,
    data: { courseAssignmentId: of.courseAssignmentId },
  })
  const statement = Prisma.sql`
    WITH ${targetCte(ctx, of)}, written AS (
      INSERT INTO activity_progress (course_assignment_id, enrollment_id, created_at, updated_at, ${added})
      SELECT ${of.courseAssignmentId}, enrollment_id, ${now}, ${now}, ${values} FROM target WHERE ${mayWriteTo(ctx, action)}
      ON CONFLICT (course_assignment_id, enrollment_id) DO UPDATE SET updated_at = ${now}, ${set}
      RETURNING *
    ), ${beside ?? Prisma.empty} ${audited}
    ${foundBeside(Prisma.sql`SELECT ${columns} FROM written`)}`
  const [found] = await onConstraint({ foreignKey: () => notFound('CourseAssignment') }, () =>
    preparedAs === undefined
      ? ctx.db.$queryRaw<(Found & Row)[]>(statement)
      : runPrepared<Found & Row>(ctx.db, { name: preparedAs, text: statement.text }, statement.values),
  )
  const written = check(ctx, action, found)
  refuseArchived(written)
  // An insert that changes what is there where it cannot add returns its row.
  return progressOf(written)
}

/** Without what was found along with it. */
const progressOf = ({ asker, archivedAt, role, visible, ...row }: Found & Row): ReturnType<typeof toProgress> =>
  toProgress(row)

/**
 * The asker's progress on an assignment; made where it was not there yet, which is no work and leaves no trail. In an
 * archived course it can still be read. One statement.
 * @throws {DomainError} `not-found` for an assignment that the asker does not see, `conflict` where it is not there yet and
 *   the course is archived
 */
export const openRow = async (ctx: Ctx, action: Action, of: Target) => {
  const now = ctx.clock.now()
  const known = Prisma.sql`FROM activity_progress
    WHERE course_assignment_id = ${of.courseAssignmentId} AND enrollment_id = (SELECT enrollment_id FROM target)`
  const [found] = await ctx.db.$queryRaw<(Found & (Row | { id: null }))[]>(Prisma.sql`
    WITH ${targetCte(ctx, of)}, made AS (
      INSERT INTO activity_progress (course_assignment_id, enrollment_id, created_at, updated_at)
      SELECT ${of.courseAssignmentId}, enrollment_id, ${now}, ${now} FROM target
      -- An insert that is not tried burns no id.
      WHERE ${mayWriteTo(ctx, action)} AND NOT EXISTS (SELECT 1 ${known})
      ON CONFLICT (course_assignment_id, enrollment_id) DO UPDATE SET updated_at = activity_progress.updated_at
      RETURNING *
    )
    ${foundBeside(Prisma.sql`SELECT ${columns} FROM made UNION ALL SELECT ${columns} ${known} LIMIT 1`)}`)
  const opened = check(ctx, action, found)
  // Nulls, where it neither was there nor could be made.
  if (opened.id !== null) return progressOf(opened)
  refuseArchived(opened)
  throw notFound('CourseAssignment')
}
