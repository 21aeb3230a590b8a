import { Prisma } from '@cpr/db'
import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { authorize } from '../policy.ts'
import { erasedHash } from './erase-person.ts'
import type { RetentionInput } from './schemas.ts'

/** How many rows of each kind are past their time; they are gone where it was `applied`. */
export type RetentionReport = {
  applied: boolean
  auditEntries: number
  /** Sessions, invitations and password resets that ended, and tries that are over. */
  sessions: number
  invitations: number
  passwordResets: number
  tries: number
  /** Events and answers of people who were erased; their work and grades stay. */
  events: number
  progress: number
}

type Kind = Exclude<keyof RetentionReport, 'applied'>

/**
 * Removes what is past its time, or with `apply` left out says what it would remove. What says who was erased, and what was done
 * to the whole site, stays in the audit trail for ever: after a backup is restored somebody needs to know whom to erase again.
 */
export const applyRetention = async (
  ctx: Ctx,
  { auditDays, sessionDays, erasedDays, apply }: RetentionInput,
): Promise<RetentionReport> => {
  authorize(ctx, 'privacy.applyRetention')
  const before = (days: number): Date => new Date(ctx.clock.now().getTime() - days * 24 * 3600 * 1000)
  const past: [Kind, Prisma.Sql][] = []
  if (auditDays !== null)
    past.push([
      'auditEntries',
      Prisma.sql`audit_entries WHERE at < ${before(auditDays)} AND action <> 'privacy.erase' AND subject_type <> 'Site'`,
    ])
  if (sessionDays !== null) {
    const time = before(sessionDays)
    past.push(
      ['sessions', Prisma.sql`sessions WHERE expires_at < ${time}`],
      ['invitations', Prisma.sql`invitations WHERE expires_at < ${time}`],
      ['passwordResets', Prisma.sql`password_resets WHERE expires_at < ${time}`],
      ['tries', Prisma.sql`rate_limits WHERE expire < ${time}`],
    )
  }
  if (erasedDays !== null) {
    const progressOfErased = Prisma.sql`
      SELECT p.id FROM activity_progress p JOIN enrollments e ON e.id = p.enrollment_id JOIN users u ON u.id = e.user_id
      WHERE u.password_hash = ${erasedHash} AND EXISTS (SELECT 1 FROM audit_entries t
        WHERE t.action = 'privacy.erase' AND t.at < ${before(erasedDays)} AND u.id = ANY (t.subject_ids))`
    past.push(
      ['events', Prisma.sql`activity_events WHERE progress_id IN (${progressOfErased})`],
      ['progress', Prisma.sql`activity_progress WHERE id IN (${progressOfErased})`],
    )
  }

  return recorded(ctx, 'privacy.applyRetention', async ({ db }, note) => {
    const none = { auditEntries: 0, sessions: 0, invitations: 0, passwordResets: 0, tries: 0, events: 0, progress: 0 }
    const report: RetentionReport = { applied: apply, ...none }
    for (const [kind, rows] of past) report[kind] = apply ? await remove(db, rows) : await count(db, rows)
    const { applied: _, ...counts } = report
    if (apply && Object.values(counts).some((removed) => removed > 0)) note({ subject: 'Site', ids: [], data: counts })
    return report
  })
}

const remove = (db: Ctx['db'], rows: Prisma.Sql): Promise<number> => db.$executeRaw`DELETE FROM ${rows}`

const count = async (db: Ctx['db'], rows: Prisma.Sql): Promise<number> => {
  const [found] = await db.$queryRaw<[{ count: number }]>`SELECT count(*)::int AS count FROM ${rows}`
  return found.count
}
