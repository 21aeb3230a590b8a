import { type EnrollmentRole, Prisma, prepared, runPrepared } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { conflict, notFound } from '../errors.ts'
import { type Action, authorize } from '../policy.ts'
import { fromDay, toDay, toTimeOrNull } from '../serialize.ts'
import { enumName, object, orNull, time, value } from '../sql.ts'
import { personJson } from '../users/index.ts'

export const courseSelect = {
  id: true,
  name: true,
  slug: true,
  startDate: true,
  endDate: true,
  canEditInstruments: true,
  archivedAt: true,
  owner: {
    select: { id: true, username: true, name: true, grade: true, externalId: true, groups: true, instrumentId: true },
  },
} as const satisfies Prisma.CourseSelect

export type CourseRow = Prisma.CourseGetPayload<{ select: typeof courseSelect }>

export const toCourse = ({ startDate, endDate, archivedAt, ...course }: CourseRow) => ({
  ...course,
  startDate: toDay(startDate),
  endDate: toDay(endDate),
  archivedAt: toTimeOrNull(archivedAt),
})

export const actorId = ({ actor }: Ctx): number => (actor.kind === 'user' ? actor.id : 0)

/** For a course that is not there; whoever is not signed in hears that first, as for one that is. */
export const noCourse = (ctx: Ctx, action: Action): Error => {
  authorize(ctx, action, { role: 'TEACHER' })
  return notFound('Course')
}

/** Which course is meant: by its slug, or by its id. */
export type CourseKey = string | { id: number }

type FoundCourse = {
  id: number
  name: string
  slug: string
  startDate: string
  endDate: string
  canEditInstruments: boolean
  archivedAt: string | null
  owner: CourseRow['owner']
  enrollment: {
    id: number
    role: EnrollmentRole
    instrumentId: number | null
    user: { instrumentId: number | null }
  } | null
}

const find = (where: string) => () =>
  `
  SELECT ${object({
    id: 'c.id',
    name: value('c.name'),
    slug: value('c.slug'),
    startDate: value('c.start_date'),
    endDate: value('c.end_date'),
    canEditInstruments: value('c.can_edit_instruments'),
    archivedAt: orNull(time('c.archived_at')),
    owner: orNull(`CASE WHEN u.id IS NOT NULL THEN ${personJson} END`),
    enrollment: orNull(
      `CASE WHEN e.id IS NOT NULL THEN ${object({
        id: 'e.id',
        role: enumName('e.role'),
        instrumentId: orNull('e.instrument_id'),
        user: object({ instrumentId: orNull('asker.instrument_id') }),
      })} END`,
    ),
  })} AS body
  FROM courses c LEFT JOIN users u ON u.id = c.owner_id
  LEFT JOIN enrollments e ON e.course_id = c.id AND e.user_id = $2::int LEFT JOIN users asker ON asker.id = e.user_id
  WHERE ${where}`

const findBySlug = prepared('course-of-slug', find('c.slug = $1'))
const findById = prepared('course-of-id', find('c.id = $1::int'))

/**
 * The course of `key`, if the actor may do `action` in it, with the actor's own enrollment. One statement.
 * @throws {DomainError} as the policy says for `action`, or `not-found`
 */
export const courseFor = async (ctx: Ctx, action: Action, key: CourseKey) => {
  const [row] =
    typeof key === 'string'
      ? await runPrepared<{ body: string }>(ctx.db, findBySlug, [key, actorId(ctx)])
      : await runPrepared<{ body: string }>(ctx.db, findById, [key.id, actorId(ctx)])
  if (!row) throw noCourse(ctx, action)
  const { startDate, endDate, archivedAt, ...course }: FoundCourse = JSON.parse(row.body)
  authorize(ctx, action, { role: course.enrollment?.role ?? null })
  return {
    ...course,
    startDate: fromDay(startDate),
    endDate: fromDay(endDate),
    archivedAt: archivedAt === null ? null : new Date(archivedAt),
  }
}

/** As `courseFor`, for verbs that write: @throws {DomainError} `conflict` where the course is archived */
export const courseForWriting = async (ctx: Ctx, action: Action, key: CourseKey) => {
  const course = await courseFor(ctx, action, key)
  refuseArchived(course)
  return course
}

export const refuseArchived = ({ archivedAt }: { archivedAt: Date | null }): void => {
  if (archivedAt) throw conflict('This course is archived: restore it before you change anything in it.')
}

/**
 * As `courseForWriting`, and holds the course until the transaction ends: whoever assigns in the same course at the same
 * moment waits. What is decided from is to be read by statements of its own after this one, which then sees what the
 * other one wrote.
 */
export const lockCourse = async (ctx: Ctx, action: Action, slug: string) => {
  const rows = await ctx.db.$queryRaw<
    { id: number; archivedAt: Date | null; role: Lowercase<EnrollmentRole> | null }[]
  >(Prisma.sql`
    SELECT c.id, c.archived_at AS "archivedAt",
      (SELECT e.role::text FROM enrollments e WHERE e.course_id = c.id AND e.user_id = ${actorId(ctx)}) AS role
    FROM courses c WHERE c.slug = ${slug} FOR NO KEY UPDATE OF c`)
  const course = rows[0]
  if (!course) throw noCourse(ctx, action)
  authorize(ctx, action, { role: (course.role?.toUpperCase() as EnrollmentRole | undefined) ?? null })
  refuseArchived(course)
  return course
}
