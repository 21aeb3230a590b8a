import type { Ctx } from '../context.ts'
import { courseFor } from '../courses/index.ts'
import { notFound } from '../errors.ts'
import { gradesThatCount, toGrade } from './queries.ts'
import type { CourseGradesInput, GetGradeInput } from './schemas.ts'

/** The grades of a course that count, teachers' and students' own, in the order of ids. */
export const courseGrades = async (ctx: Ctx, { course: slug }: CourseGradesInput) => {
  const course = await courseFor(ctx, 'grades.ofCourse', slug)
  return (await gradesThatCount(ctx, course.id, null)).map(toGrade)
}

/** One of them. @throws {DomainError} `not-found` also for a grade that a newer one took the place of */
export const getGrade = async (ctx: Ctx, { course: slug, id }: GetGradeInput) => {
  const course = await courseFor(ctx, 'grades.get', slug)
  const [row] = await gradesThatCount(ctx, course.id, id)
  if (!row) throw notFound('Grade')
  return toGrade(row)
}
