/** A write that is sent twice, since its answer was lost on the way, is done once. */
import { createHmac } from 'node:crypto'
import { Prisma } from '@cpr/db'
import { type Ctx, withTransaction } from '../context.ts'
import { DomainError } from '../errors.ts'

const dayMs = 24 * 60 * 60 * 1000

/** What makes two requests the same one: who sends it, the key that they chose, and what is asked with which input. */
export type Repeatable = {
  key: string
  verb: string
  input: unknown
  /** The answer is shown once, a password or a token: it is not kept, and a repetition hears that. */
  holdsSecret: boolean
}

/** What a key looks like: a UUID does. */
export const keyPattern = /^[\x21-\x7e]{8,200}$/

/** So long a transaction may take: that of a large roster hashes passwords in it. */
const longestMs = 120_000

/**
 * Does `work` unless the actor did it with this key in the last 24 hours: then the first answer is given again. The key is
 * written in the transaction of the work, so that there is never the one without the other; the same key at the same
 * moment, in another process too, waits for the first. What is refused leaves no key, and may be tried again.
 *
 * @throws {DomainError} `invalid` for what is no key, `conflict` for a key that was used for something else, and for one
 *   whose answer held a secret
 */
export const once = async <T>(ctx: Ctx, repeatable: Repeatable, work: (ctx: Ctx) => Promise<T>): Promise<T> => {
  const { key, verb, input, holdsSecret } = repeatable
  // Whoever is nobody has no keys: there is no telling two of them apart.
  if (ctx.actor.kind !== 'user') return work(ctx)
  checkKey(key)
  const { id: userId } = ctx.actor
  const now = ctx.clock.now()
  const inputHash = hashOf(ctx, input)
  return withTransaction(
    ctx,
    async (tx) => {
      const written = await tx.db.$executeRaw`
        INSERT INTO idempotency_keys AS known (user_id, verb, key, input_hash, created_at)
        VALUES (${userId}, ${verb}, ${key}, ${inputHash}, ${now})
        ON CONFLICT (user_id, verb, key) DO UPDATE SET input_hash = excluded.input_hash, created_at = excluded.created_at,
          answer = NULL
        WHERE known.created_at < ${new Date(now.getTime() - dayMs)}`
      const where = { userId_verb_key: { userId, verb, key } }
      if (written === 0) {
        const known = await tx.db.idempotencyKey.findUniqueOrThrow({ where, select: { inputHash: true, answer: true } })
        return firstAnswer<T>(known, inputHash)
      }
      const answer = await work(tx)
      const kept = holdsSecret ? Prisma.DbNull : { answer: (answer ?? null) as Prisma.InputJsonValue }
      await tx.db.idempotencyKey.update({ where, data: { answer: kept }, select: { key: true } })
      return answer
    },
    { timeoutMs: longestMs },
  )
}

const checkKey = (key: string): void => {
  if (!keyPattern.test(key))
    throw new DomainError('invalid', 'An idempotency key has 8 to 200 letters, digits or signs.', {
      field: 'idempotencyKey',
    })
}

const firstAnswer = <T>(known: { inputHash: Uint8Array; answer: Prisma.JsonValue }, inputHash: Uint8Array): T => {
  if (Buffer.compare(known.inputHash, inputHash) !== 0)
    throw new DomainError('conflict', 'This idempotency key was used for something else: every write needs its own.')
  if (known.answer === null)
    throw new DomainError('conflict', 'This was done already. Its answer held a secret, which is shown once.')
  return (known.answer as { answer: T }).answer
}

/** With a secret of the site, since an input may hold a password that could be guessed. */
const hashOf = ({ mediaSecret }: Ctx, input: unknown): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHmac('sha256', mediaSecret).update(canonical(input)).digest())

/** The same text for the same input, whatever order its fields are in. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? ''

/**
 * The answer that the actor had to this within the last 24 hours, for verbs that take a file: they need not take it again.
 * @throws {DomainError} as `once` does
 */
export const answeredBefore = async (
  ctx: Ctx,
  { key, verb, input }: Repeatable,
): Promise<{ answer: unknown } | null> => {
  if (ctx.actor.kind !== 'user') return null
  checkKey(key)
  const known = await ctx.db.idempotencyKey.findUnique({
    where: {
      userId_verb_key: { userId: ctx.actor.id, verb, key },
      createdAt: { gte: new Date(ctx.clock.now().getTime() - dayMs) },
    },
    select: { inputHash: true, answer: true },
  })
  return known ? { answer: firstAnswer(known, hashOf(ctx, input)) } : null
}

/** Removes keys that are older than a day. @returns how many */
export const forgetKeys = async ({ db, clock }: Ctx): Promise<number> => {
  const { count } = await db.idempotencyKey.deleteMany({
    where: { createdAt: { lt: new Date(clock.now().getTime() - dayMs) } },
  })
  return count
}
