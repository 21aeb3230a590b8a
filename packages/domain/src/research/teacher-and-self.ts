import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { authorize } from '../policy.ts'
import { type Aspect, aspects, byAspect, fewestStudents, marksOf } from './ratings.ts'
import type { RatingsInput } from './schemas.ts'
import { scopeOf, workOf } from './scope.ts'

type Row = {
  aspect: Aspect
  /** Null in the row of the whole aspect. */
  teacher: number | null
  self: number | null
  works: number
  students: number
  difference: number
  correlation: number | null
}

/** A pair of ratings, and how many works have it. */
export type Pair = { teacher: number; self: number; works: number }

/**
 * How students rate their own work beside what the teacher gave for it: the newest grade of each, where a work has both.
 * @returns for each aspect how many works of how many students, the mean of the student's rating less the teacher's,
 *   Pearson's correlation (null where one side never changes), and the pairs that occur; an aspect that rests on fewer
 *   students than `fewestStudents` is in `withheld` in place of that, one that nobody rated nowhere
 * @throws {DomainError} `not-found` for the course or the activity
 */
export const teacherAndSelf = async (ctx: Ctx, filter: RatingsInput) => {
  authorize(ctx, 'research.teacherAndSelf')
  const scope = await scopeOf(ctx, filter)
  const rows = await ctx.db.$queryRaw<Row[]>`
    WITH work AS (${workOf(scope)}), mark AS (${marksOf('teacher', 'self')})
    SELECT aspect, teacher_rating AS teacher, self_rating AS self, count(*)::int AS works,
      count(DISTINCT teacher.user_id)::int AS students, avg(self_rating - teacher_rating)::float8 AS difference,
      corr(self_rating, teacher_rating) AS correlation
    FROM ${byAspect(
      Prisma.sql`mark teacher JOIN mark self ON self.id = teacher.id AND self.kind = 'self' AND teacher.kind = 'teacher'`,
      'teacher',
      'self',
    )}
    GROUP BY GROUPING SETS ((aspect), (aspect, teacher_rating, self_rating))
    ORDER BY teacher_rating, self_rating`
  const wholes = aspects.flatMap((aspect) => rows.find((row) => row.aspect === aspect && row.teacher === null) ?? [])
  const isShown = ({ students }: Row) => students >= fewestStudents
  return {
    rows: wholes.filter(isShown).map(({ aspect, works, students, difference, correlation }) => ({
      aspect,
      works,
      students,
      difference,
      correlation,
      pairs: rows.flatMap((row): Pair[] =>
        row.aspect === aspect && row.teacher !== null && row.self !== null
          ? [{ teacher: row.teacher, self: row.self, works: row.works }]
          : [],
      ),
    })),
    withheld: wholes.filter((row) => !isShown(row)).map(({ aspect }) => aspect),
    fewestStudents,
  }
}
