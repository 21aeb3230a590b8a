import type { DatabaseClient, TransactionClient, UserGroup } from '@cpr/db'
import { type Events, noEvents } from './events/index.ts'
import type { Repeatable } from './idempotency/index.ts'
import { type Library, noLibrary } from './library/keep-library.ts'
import { type Mailer, noMail } from './mail/index.ts'
import { type MediaStore, noMedia } from './media/store.ts'

/** Who asks. Every verb gets one, and asks the policy about it. */
export type Actor =
  | { kind: 'anonymous' }
  | {
      kind: 'user'
      id: number
      sessionId: number
      username: string
      name: string
      email: string
      grade: string
      externalId: string
      instrumentId: number | null
      groups: UserGroup[]
      isSuperuser: boolean
    }
  /** Scripts on the server itself: the command line, the seed. */
  | { kind: 'system' }

export type SignedInActor = Extract<Actor, { kind: 'user' }>

export type Clock = { now: () => Date }

export type Random = {
  /** As many random bytes, fit for secrets. */
  bytes: (count: number) => Uint8Array
  /** A number from 0 up to, not including, 1; not for secrets. */
  fraction: () => number
}

/**
 * What a verb works with. Inside a transaction `db` is the transaction: a verb uses no other client, since the embedded
 * database has one connection and a second client would wait for it for ever.
 */
export type Ctx = Services & {
  db: DatabaseClient | TransactionClient
  actor: Actor
  /** The network address that a request came from, for limits on tries; null for scripts. */
  address: string | null
  /** Whether the answer is going to be sent as JSON and nothing else: see `answerOf`, which alone looks at it. */
  asText?: boolean | undefined
  /** A file on its way in, sent with an idempotency key: what is written for it is written `once`. */
  repeatable?: Repeatable | undefined
}

/** What a program sets up once, for every verb it calls. */
export type Services = {
  clock: Clock
  random: Random
  media: MediaStore
  /** Signs the addresses of recordings; the same in all processes of a site. */
  mediaSecret: string
  /** The largest file that is taken, in bytes. */
  maxUploadBytes: number
  mail: Mailer
  /** What other verbs tell, in this process and in others. */
  events: Events
  /** Answers of the library, kept as long as they cannot be stale. */
  library: Library
  /** Where people reach this site, without a slash at the end: `https://music.example.org`. */
  origin: string
}

export const systemClock: Clock = { now: () => new Date() }

export const systemRandom: Random = {
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  fraction: () => Math.random(),
}

/** Services of a program that keeps no files and sends no mail. */
export const bareServices: Services = {
  clock: systemClock,
  random: systemRandom,
  media: noMedia,
  mediaSecret: '',
  maxUploadBytes: 100_000_000,
  mail: noMail,
  events: noEvents,
  library: noLibrary,
  origin: 'http://localhost:8000',
}

/** The context of a script on the server itself, which may do what the policy gives to `system`. */
export const systemContext = (db: DatabaseClient, services: Services = bareServices): Ctx => ({
  ...services,
  db,
  actor: { kind: 'system' },
  address: null,
})

const isTransaction = (db: Ctx['db']): db is TransactionClient => !('$transaction' in db)

/**
 * Runs `work` in a transaction: the one that `ctx` is in already, else a new one that ends with `work`, after a minute unless
 * told.
 */
export const withTransaction = async <T>(
  ctx: Ctx,
  work: (ctx: Ctx) => Promise<T>,
  { timeoutMs }: { timeoutMs?: number } = {},
): Promise<T> => {
  if (isTransaction(ctx.db)) return work(ctx)
  return ctx.db.$transaction((db) => work({ ...ctx, db }), timeoutMs === undefined ? undefined : { timeout: timeoutMs })
}
