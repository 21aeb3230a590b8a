/** Limits on tries, counted in the database so that all processes of a site share them. */
import { RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible'
import type { Ctx } from '../context.ts'
import { DomainError } from '../errors.ts'

const quarterOfAnHour = 15 * 60

/**
 * For each kind of try, how many there may be. A whole school may come from one address, and every child forgets a
 * password once: the limit per address is there to stop programs, the one per name to stop guessing at one person.
 */
const limits = {
  'sign-in:name': { points: 10, duration: quarterOfAnHour },
  'sign-in:address': { points: 500, duration: quarterOfAnHour },
  'reset:name': { points: 3, duration: quarterOfAnHour },
  'reset:address': { points: 30, duration: quarterOfAnHour },
  'token:address': { points: 50, duration: quarterOfAnHour },
} as const

export type TryKind = keyof typeof limits

const limiters = new WeakMap<object, Map<TryKind, RateLimiterPrisma>>()

const limiterFor = (db: Ctx['db'], kind: TryKind): RateLimiterPrisma => {
  const known = limiters.get(db) ?? new Map<TryKind, RateLimiterPrisma>()
  limiters.set(db, known)
  const limiter =
    known.get(kind) ??
    new RateLimiterPrisma({
      storeClient: db,
      tableName: 'rateLimit',
      keyPrefix: kind,
      // Once a process clears the table of what is long over; a client of a transaction is gone by then.
      clearExpiredByTimeout: kind === 'sign-in:name' && '$transaction' in db,
      ...limits[kind],
    })
  known.set(kind, limiter)
  return limiter
}

/**
 * Counts a try before it is made, so that many at once cannot slip through.
 * @throws {DomainError} `too-many-tries`, with the seconds to wait
 */
export const countTry = async ({ db }: Ctx, kind: TryKind, who: string): Promise<void> => {
  try {
    await limiterFor(db, kind).consume(who.slice(0, 200))
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    const retryAfterSeconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000))
    const minutes = Math.ceil(retryAfterSeconds / 60)
    throw new DomainError(
      'too-many-tries',
      `Too many tries. Wait ${minutes} minute${minutes === 1 ? '' : 's'}, then try again.`,
      { retryAfterSeconds },
    )
  }
}

/** Takes back one try that turned out to be in order. */
export const forgiveTry = async ({ db }: Ctx, kind: TryKind, who: string): Promise<void> => {
  await limiterFor(db, kind).reward(who.slice(0, 200))
}

/** Forgets all tries: whoever knows the password was not guessing. */
export const forgetTries = async ({ db }: Ctx, kind: TryKind, who: string): Promise<void> => {
  await limiterFor(db, kind).delete(who.slice(0, 200))
}
