import { visibleTo } from '../assignments/index.ts'
import type { Ctx } from '../context.ts'
import { courseFor } from '../courses/index.ts'
import { notFound } from '../errors.ts'
import { submissionSelect, toSubmission } from './queries.ts'
import type { MySubmissionsInput } from './schemas.ts'

/** The asker's submissions for one assignment, the first one first. @throws {DomainError} `not-found` */
export const mySubmissions = async (ctx: Ctx, { course: slug, courseAssignmentId }: MySubmissionsInput) => {
  const course = await courseFor(ctx, 'submissions.mine', slug)
  if (!course.enrollment) throw notFound('Enrollment')
  const enrollmentId = course.enrollment.id
  const assignment = await ctx.db.courseAssignment.findFirst({
    where: { id: courseAssignmentId, courseId: course.id, ...visibleTo(enrollmentId) },
    select: { submissions: { where: { enrollmentId }, select: submissionSelect, orderBy: { id: 'asc' } } },
  })
  if (!assignment) throw notFound('CourseAssignment')
  return assignment.submissions.map((row) => toSubmission(ctx, row))
}
