import type { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { type Action, authorize } from '../policy.ts'
import { toTime, toTimeOrNull } from '../serialize.ts'

/** What of an account whoever administers it sees. */
export const accountSelect = {
  id: true,
  username: true,
  name: true,
  email: true,
  grade: true,
  externalId: true,
  instrumentId: true,
  groups: true,
  isSuperuser: true,
  isActive: true,
  joinedAt: true,
  lastSignInAt: true,
} as const satisfies Prisma.UserSelect

type AccountRow = Prisma.UserGetPayload<{ select: typeof accountSelect }>

export const toAccount = ({ joinedAt, lastSignInAt, ...account }: AccountRow) => ({
  ...account,
  joinedAt: toTime(joinedAt),
  lastSignInAt: toTimeOrNull(lastSignInAt),
})

/**
 * A student of a course that the actor teaches, or for administrators anybody. Whoever teaches or administers anything is
 * no student here, though they may be enrolled as one: a teacher could else take their account over.
 * @throws {DomainError} `not-found` of a user
 */
export const studentFor = async (ctx: Ctx, action: Action, who: Prisma.UserWhereInput) => {
  const { actor } = ctx
  const user = await ctx.db.user.findFirst({
    where: who,
    select: {
      id: true,
      username: true,
      name: true,
      groups: true,
      isSuperuser: true,
      enrollments: {
        select: {
          id: true,
          role: true,
          course: {
            select: {
              id: true,
              enrollments: {
                where: { role: 'TEACHER', userId: actor.kind === 'user' ? actor.id : 0 },
                select: { id: true },
              },
            },
          },
        },
      },
    },
  })
  const enrollments = user?.enrollments ?? []
  const staff =
    user !== null &&
    (user.isSuperuser ||
      user.groups.some((group) => group !== 'STUDENT') ||
      enrollments.some(({ role }) => role === 'TEACHER'))
  const taught = enrollments.find(({ role, course }) => role === 'STUDENT' && course.enrollments.length > 0)
  authorize(ctx, action, { role: taught && !staff ? 'TEACHER' : null, entity: 'User' })
  if (!user) throw notFound('User')
  return { id: user.id, username: user.username, name: user.name, courseId: taught?.course.id ?? null }
}
