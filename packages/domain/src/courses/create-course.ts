import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { onConstraint } from '../database-errors.ts'
import { conflict } from '../errors.ts'
import { authorize } from '../policy.ts'
import { fromDay } from '../serialize.ts'
import { courseSelect, toCourse } from './queries.ts'
import { slugify, uniqueSlug } from './rules.ts'
import type { CreateCourseInput } from './schemas.ts'

const attempts = 5

/**
 * Creates a course; whoever creates it owns it and is its teacher. The slug comes from the name, made unique.
 * @throws {DomainError} `forbidden` unless the actor is a teacher or an administrator
 */
export const createCourse = async (ctx: Ctx, { startDate, endDate, ...input }: CreateCourseInput) => {
  authorize(ctx, 'courses.create')
  const owner = ctx.actor.kind === 'user' ? ctx.actor.id : null
  const wanted = slugify(input.name, 'course')

  for (let attempt = 1; ; attempt += 1) {
    const taken = await ctx.db.course.findMany({
      where: { OR: [{ slug: wanted }, { slug: { startsWith: `${wanted}-` } }] },
      select: { slug: true },
    })
    // Two courses of one name at the same moment choose the same slug: the second one chooses again.
    const again = new Error('slug taken')
    try {
      const row = await onConstraint({ unique: () => again }, () =>
        recorded(ctx, 'courses.create', async ({ db }, note) => {
          const created = await db.course.create({
            data: {
              ...input,
              slug: uniqueSlug(wanted, new Set(taken.map(({ slug }) => slug))),
              startDate: fromDay(startDate),
              endDate: fromDay(endDate),
              ownerId: owner,
              createdAt: ctx.clock.now(),
              ...(owner === null ? {} : { enrollments: { create: { userId: owner, role: 'TEACHER' as const } } }),
            },
            select: courseSelect,
          })
          note({ subject: 'Course', ids: [created.id], courseId: created.id, data: { slug: created.slug } })
          return created
        }),
      )
      return toCourse(row)
    } catch (error) {
      if (error !== again) throw error
      if (attempt === attempts) throw conflict('Others are creating courses of this name right now; try again.')
    }
  }
}
