import { type EnrollmentRole, Prisma, prepared, runPrepared } from '@cpr/db'
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

/** Who sees an assignment is whom `visibleTo` lets. `$1` is the course's slug, `$2` the assignment, `$3` who asks. */
const target = prepared(
  'progress-target',
  () => `
  SELECT c.id AS "courseId", c.archived_at AS "archivedAt", e.id AS "enrollmentId", upper(e.role::text) AS role,
    ca.audience = 'everyone' OR EXISTS (SELECT 1 FROM group_assignments ga
        WHERE ga.course_assignment_id = ca.id AND ga.enrollment_id = e.id)
      OR EXISTS (SELECT 1 FROM submissions s WHERE s.course_assignment_id = ca.id AND s.enrollment_id = e.id) AS visible
  FROM courses c
  JOIN course_assignments ca ON ca.course_id = c.id AND ca.id = $2::int AND ca.archived_at IS NULL
  LEFT JOIN enrollments e ON e.course_id = c.id AND e.user_id = $3::int
  WHERE c.slug = $1`,
)

type FoundTarget = {
  courseId: number
  archivedAt: Date | null
  enrollmentId: number | null
  role: EnrollmentRole | null
  visible: boolean
}

/**
 * The asker's enrollment for an assignment that they see. One statement.
 * @throws {DomainError} `not-found` for the assignment or the enrollment
 */
const enrollmentOn = async (ctx: Ctx, action: Action, { course: slug, courseAssignmentId }: Target) => {
  const values = [slug, courseAssignmentId, signedInActor(ctx).id]
  const [found] = await runPrepared<FoundTarget>(ctx.db, target, values)
  if (!found) throw notFound('CourseAssignment')
  const { courseId, archivedAt, enrollmentId, role, visible } = found
  authorize(ctx, action, { role, entity: 'Enrollment' })
  if (enrollmentId === null) throw notFound('Enrollment')
  if (!visible) throw notFound('CourseAssignment')
  return { course: { id: courseId, archivedAt }, enrollmentId }
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
 * none is lost.
 */
export const writeProgress = async (
  ctx: Ctx,
  action: Action,
  of: Target,
  { preparedAs, columns: added, values, set, beside }: Change,
): Promise<ReturnType<typeof toProgress>> => {
  const { course, enrollmentId } = await enrollmentOn(ctx, action, of)
  refuseArchived(course)
  const now = ctx.clock.now()
  const audited = auditCte(ctx, action, {
    subject: 'ActivityProgress',
    ids: Prisma.sql`SELECT id FROM written`,
    courseId: course.id,
    data: { courseAssignmentId: of.courseAssignmentId },
  })
  const statement = Prisma.sql`
    WITH written AS (
      INSERT INTO activity_progress (course_assignment_id, enrollment_id, created_at, updated_at, ${added})
      VALUES (${of.courseAssignmentId}, ${enrollmentId}, ${now}, ${now}, ${values})
      ON CONFLICT (course_assignment_id, enrollment_id) DO UPDATE SET updated_at = ${now}, ${set}
      RETURNING *
    ), ${beside ?? Prisma.empty} ${audited}
    SELECT ${columns} FROM written`
  const [row] = await onConstraint({ foreignKey: () => notFound('CourseAssignment') }, () =>
    preparedAs === undefined
      ? ctx.db.$queryRaw<Row[]>(statement)
      : runPrepared<Row>(ctx.db, { name: preparedAs, text: statement.text }, statement.values),
  )
  // An insert that changes what is there where it cannot add returns its row.
  return toProgress(row as Row)
}

/**
 * The asker's progress on an assignment; made where it was not there yet, which is no work and leaves no trail. In an
 * archived course it can still be read.
 * @throws {DomainError} `conflict` where it is not there yet and the course is archived
 */
export const openRow = async (ctx: Ctx, action: Action, of: Target) => {
  const { course, enrollmentId } = await enrollmentOn(ctx, action, of)
  const now = ctx.clock.now()
  const [row] = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
    WITH made AS (
      INSERT INTO activity_progress (course_assignment_id, enrollment_id, created_at, updated_at)
      SELECT ${of.courseAssignmentId}::int, ${enrollmentId}::int, ${now}, ${now}
      -- An insert that is not tried burns no id.
      WHERE ${course.archivedAt === null} AND NOT EXISTS (SELECT 1 FROM activity_progress
        WHERE course_assignment_id = ${of.courseAssignmentId} AND enrollment_id = ${enrollmentId})
      ON CONFLICT (course_assignment_id, enrollment_id) DO UPDATE SET updated_at = activity_progress.updated_at
      RETURNING *
    )
    SELECT ${columns} FROM made UNION ALL
    SELECT ${columns} FROM activity_progress
    WHERE course_assignment_id = ${of.courseAssignmentId} AND enrollment_id = ${enrollmentId} LIMIT 1`)
  if (row) return toProgress(row)
  refuseArchived(course)
  throw notFound('CourseAssignment')
}
