import { Prisma } from '@cpr/db'
import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { lockCourse } from '../courses/index.ts'
import { onConstraint } from '../database-errors.ts'
import { conflict, DomainError } from '../errors.ts'
import { removalCte } from '../removals/index.ts'
import { enrollmentFor } from './queries.ts'
import type { RemoveEnrollmentInput } from './schemas.ts'

/**
 * Takes somebody out of a course, unless that would lose work. A telephone group that they were in is completed when late
 * joiners are placed the next time.
 * @returns the removal that brings them back
 * @throws {DomainError} `work-handed-in` where there are submissions or logged activity, `conflict` for the last teacher
 */
export const removeEnrollment = async (ctx: Ctx, { id }: RemoveEnrollmentInput) => {
  const { user, course, role } = await enrollmentFor(ctx, 'enrollments.remove', id)
  const name = user.name || user.username
  return onConstraint({ foreignKey: () => workHandedIn(name, 0) }, () =>
    recorded(ctx, 'enrollments.remove', async (tx, note) => {
      await lockCourse(tx, 'enrollments.remove', course.slug)
      // What is given to them from here on waits, and finds them gone: all that goes with them is remembered.
      await tx.db.$executeRaw(Prisma.sql`SELECT 1 FROM enrollments WHERE id = ${id} FOR UPDATE`)
      const [submissions, progress, teachers] = [
        await tx.db.submission.count({ where: { enrollmentId: id } }),
        await tx.db.activityProgress.count({ where: { enrollmentId: id } }),
        await tx.db.enrollment.count({ where: { courseId: course.id, role: 'TEACHER' } }),
      ]
      if (submissions + progress > 0) throw workHandedIn(name, submissions)
      if (role === 'TEACHER' && teachers === 1)
        throw conflict('A course keeps at least one teacher: enroll another first.')
      const removal = await takeOut(tx, { id, courseId: course.id, name })
      note({ subject: 'Enrollment', ids: [id], courseId: course.id, data: { userId: user.id, role } })
      return { removed: true, removal }
    }),
  )
}

/** Removes the enrollment with the groups that nobody else is in. @returns the removal; null where it was gone already */
const takeOut = async (
  ctx: Ctx,
  { id, courseId, name }: { id: number; courseId: number; name: string },
): Promise<number | null> => {
  const remembered = removalCte(ctx, {
    kind: 'ENROLLMENT',
    courseId,
    title: name,
    gone: [
      { table: 'enrollments', rows: Prisma.sql`SELECT * FROM removed` },
      { table: 'assignment_groups', rows: Prisma.sql`SELECT * FROM emptied` },
      { table: 'group_assignments', rows: Prisma.sql`SELECT * FROM group_assignments WHERE enrollment_id = ${id}` },
      {
        table: 'assignment_overrides',
        rows: Prisma.sql`SELECT * FROM assignment_overrides WHERE enrollment_id = ${id}`,
      },
    ],
  })
  const [outcome] = await ctx.db.$queryRaw<[{ removal: number | null }]>(Prisma.sql`
    WITH emptied AS (
      DELETE FROM assignment_groups WHERE id IN (
        SELECT group_id FROM group_assignments
        WHERE group_id IN (SELECT group_id FROM group_assignments WHERE enrollment_id = ${id})
        GROUP BY group_id HAVING bool_and(enrollment_id = ${id}))
      RETURNING *
    ), removed AS (
      DELETE FROM enrollments WHERE id = ${id} RETURNING *
    ), ${remembered}
    SELECT (SELECT id FROM remembered) AS removal`)
  return outcome.removal
}

const workHandedIn = (name: string, submissions: number) =>
  new DomainError('work-handed-in', `${name} has work in this course and stays enrolled, so that nothing is lost.`, {
    submissions,
  })
