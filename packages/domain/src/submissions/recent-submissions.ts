import { prepared } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { answerToAsked, askedCourse, readInCourse } from '../courses/index.ts'
import type { Person } from '../enrollments/index.ts'
import { instruments, joinInstrument } from '../instruments/index.ts'
import { answerOf } from '../json.ts'
import { fileMark, signFiles } from '../media/index.ts'
import { list, lookUp, object } from '../sql.ts'
import { personJson } from '../users/index.ts'
import type { toSubmission } from './queries.ts'
import type { RecentSubmissionsInput } from './schemas.ts'
import { latestOf, submissionFields } from './statement.ts'

const recent = prepared(
  'submissions-recent',
  () => `WITH ${askedCourse}, ${latestOf('$3', '$4')}, ${instruments}
  ${answerToAsked(
    list(object({ ...submissionFields('$5'), student: personJson }), {
      // All enrollments of the course at once: where most of two thousand handed in, a look for each takes longer.
      from: `FROM latest s
        JOIN (SELECT id, user_id FROM enrollments WHERE course_id = (SELECT course_id FROM asked) OFFSET 0) e ON e.id = s.enrollment_id
        ${lookUp('users', 'u', 'u.id = e.user_id')} ${joinInstrument('s.instrument_id')}`,
      orderBy: 's.enrollment_id',
    }),
  )}`,
)

export type RecentSubmission = ReturnType<typeof toSubmission> & { student: Person }

/**
 * The latest submission of each student for a piece and an activity type, for grading, in the order of enrollment.
 * Empty where nothing was handed in, or where there is no such piece. One statement.
 */
export const recentSubmissions = async (
  ctx: Ctx,
  { course, pieceSlug, activityType }: RecentSubmissionsInput,
): Promise<RecentSubmission[]> => {
  const values = [pieceSlug, activityType, fileMark]
  const { body } = await readInCourse(ctx, 'submissions.recent', recent, course, ...values)
  return answerOf(ctx, signFiles(ctx, body ?? '[]'))
}
