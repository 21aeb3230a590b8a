import { type PreparedStatement, runPrepared, type UserGroup } from '@cpr/db'
import type { Actor, Ctx, SignedInActor } from '../context.ts'
import { enumNames, object, orNull, value } from '../sql.ts'
import { hashToken } from './token.ts'

const day = 24 * 3600 * 1000

/** A session ends this long after its last use. */
export const sessionLifetimeMs = 30 * day

/** A use is written down at most this often, so that reading does not become writing. */
const touchEveryMs = 3600 * 1000

type SessionRow = {
  sessionId: number
  stale: boolean
  id: number
  username: string
  name: string
  email: string
  grade: string
  externalId: string
  instrumentId: number | null
  groups: UserGroup[]
  isSuperuser: boolean
}

// One column: `pg` describes and parses each of them for every request.
const select = `
    SELECT ${object({
      sessionId: 's.id',
      stale: value('s.last_used_at < $3::timestamptz'),
      id: 'u.id',
      username: value('u.username'),
      name: value('u.name'),
      email: value('u.email'),
      grade: value('u.grade'),
      externalId: value('u.external_id'),
      instrumentId: orNull('u.instrument_id'),
      groups: enumNames('u.groups'),
      isSuperuser: value('u.is_superuser'),
    })} AS body
    FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.expires_at > $2::timestamptz AND u.is_active`

const findByToken: PreparedStatement = { name: 'session-of-token', text: `${select} AND s.token_hash = $1` }
const findById: PreparedStatement = { name: 'session-of-id', text: `${select} AND s.id = $1` }

const find = async ({ db, clock }: Pick<Ctx, 'db' | 'clock'>, by: PreparedStatement, key: unknown) => {
  const now = clock.now()
  const values = [key, now, new Date(now.getTime() - touchEveryMs)]
  const [row] = await runPrepared<{ body: string }>(db, by, values)
  if (!row) return null
  const { stale, ...person }: SessionRow = JSON.parse(row.body)
  const actor: SignedInActor = { kind: 'user', ...person }
  return { actor, stale, now }
}

/**
 * Who a token belongs to, in one statement; its expiry slides along, in another, once an hour.
 * @returns an anonymous actor for a token that is unknown, expired, or of a closed account
 */
export const authenticate = async (ctx: Pick<Ctx, 'db' | 'clock'>, token: string): Promise<Actor> => {
  const found = await find(ctx, findByToken, hashToken(token))
  if (!found) return { kind: 'anonymous' }
  if (found.stale) await touch(ctx.db, found.actor.sessionId, found.now)
  return found.actor
}

/**
 * Who asks, as they are by now, for what goes on long after it was asked: one statement, and no use of the session. An anonymous
 * actor where the session has ended, or the account was closed.
 */
export const actorByNow = async (ctx: Ctx): Promise<Actor> => {
  if (ctx.actor.kind !== 'user') return ctx.actor
  return (await find(ctx, findById, ctx.actor.sessionId))?.actor ?? { kind: 'anonymous' }
}

/** A session that ended meanwhile stays ended. */
const touch = (db: Ctx['db'], id: number, now: Date): Promise<unknown> =>
  db.session.updateMany({
    where: { id },
    data: { lastUsedAt: now, expiresAt: new Date(now.getTime() + sessionLifetimeMs) },
  })
