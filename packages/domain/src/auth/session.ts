import { type PreparedStatement, runPrepared } from '@cpr/db'
import DataLoader from 'dataloader'
import type { Actor, Ctx, SignedInActor } from '../context.ts'
import { enumNames, object, orNull, value } from '../sql.ts'
import { hashToken } from './token.ts'

const day = 24 * 3600 * 1000

/** A session ends this long after its last use. */
export const sessionLifetimeMs = 30 * day

/** A use is written down at most this often, so that reading does not become writing. */
const touchEveryMs = 3600 * 1000

type SessionRow = {
  key: string | number
  expiresAt: string
  lastUsedAt: string
  isActive: boolean
  person: Omit<SignedInActor, 'kind'>
}

// One column: `pg` describes and parses each of them for every request.
const selectBy = (key: string, keyAsJson: string): string => `
    SELECT ${object({
      key: keyAsJson,
      expiresAt: value('s.expires_at'),
      lastUsedAt: value('s.last_used_at'),
      isActive: value('u.is_active'),
      person: object({
        sessionId: 's.id',
        id: 'u.id',
        username: value('u.username'),
        name: value('u.name'),
        email: value('u.email'),
        grade: value('u.grade'),
        externalId: value('u.external_id'),
        instrumentId: orNull('u.instrument_id'),
        groups: enumNames('u.groups'),
        isSuperuser: value('u.is_superuser'),
      }),
    })} AS body
    FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE ${key} = ANY($1)`

/** No more than a busy process has waiting at once. */
const mostAtOnce = 100

/**
 * Sessions by what they are found by. Requests that came in together are looked up together: each of them begins with this, and a
 * statement for each is what a busy process would mostly do. Nothing is kept from one look to the next.
 */
const finder = (by: PreparedStatement) => {
  const loaders = new WeakMap<Ctx['db'], DataLoader<string | number, SessionRow | null>>()
  const loaderOf = (db: Ctx['db']) => {
    const known = loaders.get(db)
    if (known) return known
    const find = async (keys: readonly (string | number)[]): Promise<(SessionRow | null)[]> => {
      const rows = await runPrepared<{ body: string }>(db, by, [keys])
      const found = new Map(rows.map(({ body }) => JSON.parse(body) as SessionRow).map((row) => [row.key, row]))
      return keys.map((key) => found.get(key) ?? null)
    }
    const loader = new DataLoader(find, { cache: false, maxBatchSize: mostAtOnce, batchScheduleFn: setImmediate })
    loaders.set(db, loader)
    return loader
  }
  return async ({ db, clock }: Pick<Ctx, 'db' | 'clock'>, key: string | number) => {
    const now = clock.now()
    const row = await loaderOf(db).load(key)
    if (!row?.isActive || new Date(row.expiresAt) <= now) return null
    const actor: SignedInActor = { kind: 'user', ...row.person }
    return { actor, stale: now.getTime() - new Date(row.lastUsedAt).getTime() > touchEveryMs, now }
  }
}

const findByToken = finder({ name: 'sessions-of-tokens', text: selectBy('s.token_hash', value('s.token_hash')) })
const findById = finder({ name: 'sessions-of-ids', text: selectBy('s.id', 's.id') })

/**
 * Who a token belongs to, in one statement; its expiry slides along, in another, once an hour.
 * @returns an anonymous actor for a token that is unknown, expired, or of a closed account
 */
export const authenticate = async (ctx: Pick<Ctx, 'db' | 'clock'>, token: string): Promise<Actor> => {
  const found = await findByToken(ctx, hashToken(token))
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
  return (await findById(ctx, ctx.actor.sessionId))?.actor ?? { kind: 'anonymous' }
}

/** A session that ended meanwhile stays ended. */
const touch = (db: Ctx['db'], id: number, now: Date): Promise<unknown> =>
  db.session.updateMany({
    where: { id },
    data: { lastUsedAt: now, expiresAt: new Date(now.getTime() + sessionLifetimeMs) },
  })
