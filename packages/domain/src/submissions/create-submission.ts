import { type EnrollmentRole, Prisma, runPrepared } from '@cpr/db'
import { fallbackPartType, mayWriteTo } from '../assignments/index.ts'
import { auditCte } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { refuseArchived } from '../courses/index.ts'
import { onConstraint } from '../database-errors.ts'
import { notFound } from '../errors.ts'
import { toldSql, workOfSql } from '../events/index.ts'
import { type Action, authorize, signedInActor } from '../policy.ts'
import { toTime } from '../serialize.ts'
import type { CreateSubmissionInput } from './schemas.ts'

type Target = Pick<CreateSubmissionInput, 'course' | 'courseAssignmentId'>

/**
 * A CTE: everything that handing in depends on. Instrument and part are those of `resolveInstrument` and `resolvePart`, and
 * who sees the assignment is whom `visibleTo` lets; no row where there is no such assignment.
 */
const targetCte = (ctx: Ctx, { course, courseAssignmentId }: Target): Prisma.Sql => Prisma.sql`target AS MATERIALIZED (
  SELECT c.id AS course_id, c.archived_at, e.id AS enrollment_id, upper(e.role::text) AS role, last.index AS last_index,
    COALESCE(own.instrument_id, ca.instrument_id, e.instrument_id, u.instrument_id) AS instrument_id,
    (SELECT pa.id FROM parts pa JOIN part_types pt ON pt.id = pa.part_type_id
      WHERE pa.piece_id = ca.piece_id AND (pa.part_type_id = a.part_type_id OR pt.name = ${fallbackPartType})
      ORDER BY pa.part_type_id = a.part_type_id DESC NULLS LAST LIMIT 1) AS part_id,
    ca.audience = 'everyone' OR last.index IS NOT NULL OR EXISTS (SELECT 1 FROM group_assignments ga
      WHERE ga.course_assignment_id = ca.id AND ga.enrollment_id = e.id) AS visible
  FROM courses c
  JOIN course_assignments ca ON ca.course_id = c.id AND ca.id = ${courseAssignmentId}::int AND ca.archived_at IS NULL
  JOIN activities a ON a.id = ca.activity_id
  LEFT JOIN enrollments e ON e.course_id = c.id AND e.user_id = ${signedInActor(ctx).id}::int
  LEFT JOIN users u ON u.id = e.user_id
  LEFT JOIN assignment_overrides own ON own.course_assignment_id = ca.id AND own.enrollment_id = e.id
  LEFT JOIN LATERAL (SELECT max(s.index) AS index FROM submissions s
    WHERE s.course_assignment_id = ca.id AND s.enrollment_id = e.id) last ON true
  WHERE c.slug = ${course}
)`

type FoundTarget = {
  courseId: number
  archivedAt: Date | null
  visible: boolean
  role: EnrollmentRole | null
  enrollmentId: number | null
  instrumentId: number | null
  partId: number | null
}

const targetColumns = Prisma.sql`course_id AS "courseId", archived_at AS "archivedAt", visible, role,
  enrollment_id AS "enrollmentId", instrument_id AS "instrumentId", part_id AS "partId"`

/** Both null where nothing was written. */
type Written = { id: number; index: number }

/** @throws {DomainError} for a target that the asker may not hand in for: see `createSubmission` */
const check = <Found extends FoundTarget>(ctx: Ctx, action: Action, found: Found | undefined) => {
  if (!found) throw notFound('CourseAssignment')
  const { role, enrollmentId, archivedAt, visible, ...rest } = found
  authorize(ctx, action, { role, entity: 'Enrollment' })
  if (enrollmentId === null) throw notFound('Enrollment')
  refuseArchived({ archivedAt })
  if (!visible) throw notFound('CourseAssignment')
  return { ...rest, enrollmentId }
}

/**
 * Hands in work. The instrument and the part of the moment are kept with it, whatever changes later. One statement: what it
 * writes it writes for those roles alone that the policy lets, in a course that is not archived.
 * @throws {DomainError} `not-found` for an assignment that the asker does not see, `conflict` in an archived course
 */
export const createSubmission = async (ctx: Ctx, { content, ...input }: CreateSubmissionInput) => {
  const action = 'submissions.create'
  const { courseAssignmentId } = input
  const submittedAt = ctx.clock.now()
  const target = targetCte(ctx, input)
  const audited = auditCte(ctx, action, {
    subject: 'Submission',
    ids: Prisma.sql`SELECT id FROM written`,
    courseId: Prisma.sql`(SELECT course_id FROM target)`,
    data: { courseAssignmentId },
  })
  const event = { kind: 'handed-in', submissionId: Prisma.sql`written.id` } as const
  const told = toldSql(workOfSql(Prisma.sql`target.course_id`), event)
  const { text, values } = Prisma.sql`
    WITH ${target}, written AS (
      INSERT INTO submissions (course_assignment_id, enrollment_id, instrument_id, part_id, content, index, submitted_at)
      SELECT ${courseAssignmentId}::int, enrollment_id, instrument_id, part_id, ${content},
        COALESCE(${input.index ?? null}::int, last_index + 1, 0), ${submittedAt}::timestamptz
      FROM target
      WHERE ${mayWriteTo(ctx, action)}
      RETURNING id, index
    ), ${audited}
    SELECT ${targetColumns}, done.id, done.index, done.told
    FROM target LEFT JOIN LATERAL (SELECT written.id, written.index, ${told} FROM written) done ON true`
  const [row] = await onConstraint({ foreignKey: () => notFound('CourseAssignment') }, () =>
    runPrepared<FoundTarget & Written>(ctx.db, { name: 'submission-create', text }, values),
  )
  const { enrollmentId, instrumentId, partId, id, index } = check(ctx, action, row)
  return {
    id,
    courseAssignmentId,
    enrollmentId,
    instrumentId,
    partId,
    index,
    content,
    submittedAt: toTime(submittedAt),
  }
}

/**
 * The course of what the asker wants to hand in for, if they may do `action` with it.
 * @throws {DomainError} `not-found` for an assignment that the asker does not see, `conflict` in an archived course
 */
export const assignmentToHandInFor = async (ctx: Ctx, action: Action, input: Target) => {
  const { text, values } = Prisma.sql`WITH ${targetCte(ctx, input)} SELECT ${targetColumns} FROM target`
  const [row] = await runPrepared<FoundTarget>(ctx.db, { name: 'submission-target', text }, values)
  return check(ctx, action, row)
}
