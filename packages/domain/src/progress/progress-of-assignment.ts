import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { courseFor } from '../courses/index.ts'
import { notFound } from '../errors.ts'
import type { Json } from '../json.ts'
import { toTimeOrNull } from '../serialize.ts'
import type { ProgressOfAssignmentInput } from './schemas.ts'

type Row = {
  enrollmentId: number | null
  username: string
  name: string
  currentStep: number | null
  questionResponses: { [question: string]: Json } | null
  finishedAt: Date | null
  updatedAt: Date | null
}

/**
 * How far every student is with the steps of an assignment, and what they answered; `currentStep` is null for who has not
 * begun. Of an assignment for groups those whom it was given to.
 * @throws {DomainError} `not-found` for an assignment of another course
 */
export const progressOfAssignment = async (
  ctx: Ctx,
  { course: slug, courseAssignmentId }: ProgressOfAssignmentInput,
) => {
  const course = await courseFor(ctx, 'progress.ofAssignment', slug)
  const rows = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
    SELECT e.id AS "enrollmentId", u.username, u.name, p.current_step AS "currentStep",
      p.question_responses AS "questionResponses", p.finished_at AS "finishedAt", p.updated_at AS "updatedAt"
    FROM course_assignments ca
    -- A course without students answers one row without any.
    LEFT JOIN enrollments e ON e.course_id = ca.course_id AND e.role = 'student' AND (ca.audience = 'everyone'
      OR EXISTS (SELECT 1 FROM group_assignments g WHERE g.course_assignment_id = ca.id AND g.enrollment_id = e.id))
    LEFT JOIN users u ON u.id = e.user_id
    LEFT JOIN activity_progress p ON p.course_assignment_id = ca.id AND p.enrollment_id = e.id
    WHERE ca.id = ${courseAssignmentId} AND ca.course_id = ${course.id} AND ca.archived_at IS NULL
    ORDER BY u.name, e.id`)
  if (rows.length === 0) throw notFound('CourseAssignment')
  return rows.flatMap(({ enrollmentId, questionResponses, finishedAt, updatedAt, ...row }) =>
    enrollmentId === null
      ? []
      : [
          {
            ...row,
            enrollmentId,
            questionResponses: questionResponses ?? {},
            finishedAt: toTimeOrNull(finishedAt),
            updatedAt: toTimeOrNull(updatedAt),
          },
        ],
  )
}
