import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { onConstraint } from '../database-errors.ts'
import { conflict, invalid } from '../errors.ts'
import { fromDay, toDay } from '../serialize.ts'
import { courseFor, courseSelect, toCourse } from './queries.ts'
import type { UpdateCourseInput } from './schemas.ts'

/**
 * Changes what is given of a course.
 * @throws {DomainError} `conflict` for a slug that another course has, `invalid` for an end before the start
 */
export const updateCourse = async (ctx: Ctx, { course: slug, startDate, endDate, ...changes }: UpdateCourseInput) => {
  const course = await courseFor(ctx, 'courses.update', slug)
  if ((endDate ?? toDay(course.endDate)) < (startDate ?? toDay(course.startDate)))
    throw invalid('endDate', 'A course ends on or after the day it starts.')
  const row = await onConstraint({ unique: () => conflict('Another course has this slug.') }, () =>
    recorded(ctx, 'courses.update', async ({ db }, note) => {
      note({
        subject: 'Course',
        ids: [course.id],
        courseId: course.id,
        data: { changed: Object.keys(defined({ ...changes, startDate, endDate })) },
      })
      return db.course.update({
        where: { id: course.id },
        data: {
          ...defined(changes),
          ...(startDate ? { startDate: fromDay(startDate) } : {}),
          ...(endDate ? { endDate: fromDay(endDate) } : {}),
        },
        select: courseSelect,
      })
    }),
  )
  return toCourse(row)
}

const defined = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
