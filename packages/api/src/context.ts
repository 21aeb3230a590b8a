import { type Actor, auth, type Ctx, type DatabaseClient, type Services } from '@cpr/domain'

/** What the transport knows of one request, which may hold a batch of calls. */
export type RequestParts = Services & {
  db: DatabaseClient
  /** The session token that came with the request, from a header or a cookie; null without one. */
  token: string | null
  /** The network address it came from; null where there is none. */
  address: string | null
  /** The request's idempotency key, from its header; a tRPC call may have one of its own in its input. */
  idempotencyKey?: string | undefined
  /** Hands a new session to the browser, or takes it back (null); does nothing for clients that keep their token. */
  setSession: (session: { token: string; expiresAt: string } | null) => void
  /** Fires when the server is about to stop: streams end then, which would go on for ever. */
  stopping?: AbortSignal | undefined
}

export type RequestContext = Omit<RequestParts, 'token'> & {
  actor: () => Promise<Actor>
  /** Set by a transport that sends answers as JSON and nothing else: see `answerOf` of the domain. */
  asText?: boolean | undefined
}

/** The context of one request: who asks is found out once, with one SQL statement, or none without a token. */
export const createRequestContext = ({ token, ...parts }: RequestParts): RequestContext => {
  let actor: Promise<Actor> | undefined
  return {
    ...parts,
    actor: () => {
      actor ??= token === null ? Promise.resolve({ kind: 'anonymous' }) : auth.authenticate(parts, token)
      return actor
    },
  }
}

/** The context of a verb. */
export const toDomainContext = async ({
  setSession: _,
  stopping: __,
  idempotencyKey: ___,
  actor,
  ...parts
}: RequestContext): Promise<Ctx> => ({
  ...parts,
  actor: await actor(),
})
