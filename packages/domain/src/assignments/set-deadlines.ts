import { Prisma } from '@cpr/db'
import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { courseForWriting } from '../courses/index.ts'
import { notFound } from '../errors.ts'
import type { SetDeadlinesInput } from './schemas.ts'

/**
 * Sets or clears the deadlines of assignments, all of them or none.
 * @throws {DomainError} `not-found` where one of them is not in the course
 */
export const setDeadlines = async (ctx: Ctx, { course: slug, deadlines }: SetDeadlinesInput) => {
  const course = await courseForWriting(ctx, 'assignments.setDeadlines', slug)
  return recorded(ctx, 'assignments.setDeadlines', async ({ db }, note) => {
    const changed = await db.$executeRaw(Prisma.sql`
      UPDATE course_assignments ca SET deadline = wanted.deadline
      FROM unnest(${deadlines.map((row) => row.courseAssignmentId)}::int[],
        ${deadlines.map((row) => row.deadline)}::text[]::date[]) AS wanted (id, deadline)
      WHERE ca.id = wanted.id AND ca.course_id = ${course.id} AND ca.archived_at IS NULL`)
    if (changed < deadlines.length) throw notFound('CourseAssignment')
    note({
      subject: 'CourseAssignment',
      ids: deadlines.map((row) => row.courseAssignmentId),
      courseId: course.id,
      data: { deadlines: deadlines.map((row) => row.deadline) },
    })
    return { changed }
  })
}
