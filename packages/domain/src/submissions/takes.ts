import type { Ctx } from '../context.ts'
import { courseFor } from '../courses/index.ts'
import { personSelect } from '../enrollments/index.ts'
import { notFound } from '../errors.ts'
import { submissionSelect, toSubmission } from './queries.ts'
import type { TakesInput } from './schemas.ts'

/** Everything one student handed in, for one assignment or for all, the newest first. @throws {DomainError} `not-found` */
export const takes = async (ctx: Ctx, { course: slug, enrollmentId, courseAssignmentId }: TakesInput) => {
  const course = await courseFor(ctx, 'submissions.takes', slug)
  const enrollment = await ctx.db.enrollment.findFirst({
    where: { id: enrollmentId, courseId: course.id },
    select: {
      user: { select: personSelect },
      submissions: {
        ...(courseAssignmentId === undefined ? {} : { where: { courseAssignmentId } }),
        select: submissionSelect,
        orderBy: [{ submittedAt: 'desc' }, { id: 'desc' }],
      },
    },
  })
  if (!enrollment) throw notFound('Enrollment')
  return { student: enrollment.user, submissions: enrollment.submissions.map((row) => toSubmission(ctx, row)) }
}
