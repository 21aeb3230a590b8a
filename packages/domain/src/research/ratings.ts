/** What the figures say of ratings, and of how few people they say nothing. */
import { Prisma } from '@cpr/db'

export const aspects = ['rhythm', 'tone', 'expression'] as const
export type Aspect = (typeof aspects)[number]

/** Every rating there is, worst to best. */
export const ratingSteps: readonly number[] = Array.from({ length: 17 }, (_, quarter) => 1 + quarter / 4)

/**
 * A figure is copied into slides, where nobody asks who may see it. What rests on fewer people than this would tell what
 * one of them was given.
 */
export const fewestStudents = 5

/**
 * A row for each aspect of `mark`, a FROM whose `sides` are tables with a column for each of them: `aspect`, and the rating
 * of each side, called `teacher_rating` for the side `teacher`. Aspects that a side did not rate have no row.
 */
export const byAspect = (mark: Prisma.Sql, ...sides: [string, ...string[]]): Prisma.Sql => {
  const rows = aspects.map((aspect) => `('${aspect}', ${sides.map((side) => `${side}.${aspect}`).join(', ')})`)
  const names = sides.map((side) => `${side}_rating`)
  return Prisma.sql`
    ${mark} CROSS JOIN LATERAL (VALUES ${Prisma.raw(rows.join(', '))})
      AS rated (aspect, ${Prisma.raw(names.join(', '))})
    WHERE ${Prisma.raw(names.map((name) => `${name} IS NOT NULL`).join(' AND '))}`
}

/** Of each piece of `work` the grade of each kind that counts: the newest. */
export const marksOf = (...kinds: ('teacher' | 'self')[]): Prisma.Sql => Prisma.sql`
  SELECT DISTINCT ON (work.id, g.kind) work.id, work.activity, work.user_id, g.kind, g.rhythm, g.tone, g.expression
  FROM work
  JOIN grades g ON g.submission_id = work.id
    AND g.kind IN (${Prisma.raw(kinds.map((kind) => `'${kind}'`).join(', '))})
  ORDER BY work.id, g.kind, g.created_at DESC, g.id DESC`
