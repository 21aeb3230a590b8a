import type { Ctx } from '../context.ts'
import { enrollmentFor, toEnrollment } from './queries.ts'
import type { GetEnrollmentInput } from './schemas.ts'

/** One enrollment, for the person enrolled and the teachers of the course. @throws {DomainError} `not-found` */
export const getEnrollment = async (ctx: Ctx, { id }: GetEnrollmentInput) =>
  toEnrollment(await enrollmentFor(ctx, 'enrollments.get', id))
