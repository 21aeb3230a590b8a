import type { Ctx } from '../context.ts'
import { authorize } from '../policy.ts'
import type { SubmissionsOverTimeInput } from './schemas.ts'
import { scopeOf, workOf } from './scope.ts'

/**
 * How much was handed in on each day, or in each week from Monday on; of days and weeks in UTC, as the export's filters
 * are. Those without work are left out.
 * @returns `periods`, the earliest first, each named by its first day, and `submissions`, their sum
 * @throws {DomainError} `not-found` for the course or the activity
 */
export const submissionsOverTime = async (ctx: Ctx, { by, ...filter }: SubmissionsOverTimeInput) => {
  authorize(ctx, 'research.submissionsOverTime')
  const scope = await scopeOf(ctx, filter)
  const periods = await ctx.db.$queryRaw<{ start: string; submissions: number }[]>`
    WITH work AS (${workOf(scope)})
    SELECT to_char(date_trunc(${by}, submitted_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD') AS start,
      count(*)::int AS submissions
    FROM work GROUP BY 1 ORDER BY 1`
  return { periods, submissions: periods.reduce((sum, { submissions }) => sum + submissions, 0) }
}
