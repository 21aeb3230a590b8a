import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { authorize } from '../policy.ts'
import { type Aspect, byAspect, fewestStudents, marksOf, ratingSteps } from './ratings.ts'
import type { RatingsInput } from './schemas.ts'
import { scopeOf, workOf } from './scope.ts'

type Row = { activity: string; aspect: Aspect; ratings: number; students: number; mean: number; counts: number[] }

/**
 * What teachers gave for each type of activity, in rhythm, tone and expression: of every piece of work the newest grade.
 * @returns `rows` by activity, with how many ratings of how many students, their mean, and `counts`, how many there are of
 *   each of `steps`; and `withheld`, the activities of which something rests on fewer students than `fewestStudents`, and
 *   is left out
 * @throws {DomainError} `not-found` for the course or the activity
 */
export const ratingsByActivity = async (ctx: Ctx, filter: RatingsInput) => {
  authorize(ctx, 'research.ratingsByActivity')
  const scope = await scopeOf(ctx, filter)
  const counts = ratingSteps.map((step) => Prisma.sql`count(*) FILTER (WHERE teacher_rating = ${step}::float8)`)
  const rows = await ctx.db.$queryRaw<Row[]>`
    WITH work AS (${workOf(scope)}), teacher AS (${marksOf('teacher')})
    SELECT activity, aspect, count(*)::int AS ratings, count(DISTINCT user_id)::int AS students,
      avg(teacher_rating)::float8 AS mean, ARRAY[${Prisma.join(counts)}]::int[] AS counts
    FROM ${byAspect(Prisma.sql`teacher`, 'teacher')}
    GROUP BY activity, aspect
    ORDER BY activity COLLATE "C", aspect`
  const isShown = ({ students }: Row) => students >= fewestStudents
  return {
    steps: ratingSteps,
    rows: rows.filter(isShown),
    withheld: [...new Set(rows.filter((row) => !isShown(row)).map(({ activity }) => activity))],
    fewestStudents,
  }
}
