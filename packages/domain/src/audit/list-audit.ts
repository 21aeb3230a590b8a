import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { authorize } from '../policy.ts'
import { toTime } from '../serialize.ts'
import type { AuditData, SubjectType } from './record.ts'
import type { ListAuditInput } from './schemas.ts'
import { listStatement, type Scope } from './statement.ts'

type Row = {
  id: bigint
  at: Date
  /** `at` in microseconds, which a Date does not have. */
  micros: bigint
  actorKind: string
  actorId: number | null
  actorUsername: string
  actorName: string
  action: string
  subjectType: SubjectType
  subjectIds: number[]
  courseId: number | null
  courseSlug: string
  courseName: string
  data: AuditData
}

/**
 * The audit trail, the newest first, by person, course, action and time (from `from`, up to, not including, `to`).
 * @returns a page of entries, and `next`, the cursor of the page behind it; null on the last one
 * @throws {DomainError} `not-found` for the person or the course
 */
export const listAudit = async (ctx: Ctx, input: ListAuditInput) => {
  authorize(ctx, 'audit.list')
  const rows = await ctx.db.$queryRaw<Row[]>(listStatement(await scopeOf(ctx, input)))
  const page = rows.slice(0, input.limit)
  const last = page.at(-1)
  return {
    entries: page.map((row) => ({
      id: String(row.id),
      at: toTime(row.at),
      actorKind: row.actorKind,
      actor: row.actorId === null ? null : { id: row.actorId, username: row.actorUsername, name: row.actorName },
      action: row.action,
      subjectType: row.subjectType,
      subjectIds: row.subjectIds,
      course: row.courseId === null ? null : { id: row.courseId, slug: row.courseSlug, name: row.courseName },
      data: row.data,
    })),
    next: rows.length > page.length && last ? `${last.micros}-${last.id}` : null,
  }
}

const scopeOf = async (
  { db }: Ctx,
  { person, course, action, from, to, cursor, limit }: ListAuditInput,
): Promise<Scope> => {
  const select = { id: true }
  const actor = person === undefined ? null : await db.user.findUnique({ where: { username: person }, select })
  if (person !== undefined && !actor) throw notFound('User')
  const taught = course === undefined ? null : await db.course.findUnique({ where: { slug: course }, select })
  if (course !== undefined && !taught) throw notFound('Course')
  const [micros, id] = cursor?.split('-') ?? []
  return {
    actorId: actor?.id ?? null,
    courseId: taught?.id ?? null,
    action: action ?? null,
    from: from === undefined ? null : new Date(from),
    to: to === undefined ? null : new Date(to),
    after: micros === undefined || id === undefined ? null : { micros: BigInt(micros), id: BigInt(id) },
    rows: limit + 1,
  }
}
