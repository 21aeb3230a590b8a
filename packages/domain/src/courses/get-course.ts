import type { Ctx } from '../context.ts'
import { courseFor, toCourse } from './queries.ts'
import type { GetCourseInput } from './schemas.ts'

/**
 * One course, with the asker's own role in it.
 * @throws {DomainError} `not-found` for outsiders too
 */
export const getCourse = async (ctx: Ctx, { course }: GetCourseInput) => {
  const { enrollment, ...row } = await courseFor(ctx, 'courses.get', course)
  return { ...toCourse(row), role: enrollment?.role ?? null }
}
