/**
 * Writes that are sent again, since their answer was lost on the way: every mutation takes an idempotency key, in the request's
 * header `Idempotency-Key` or as `idempotencyKey` beside the fields of its input, and answers the same key with the same
 * answer for a day.
 */
import type { idempotency } from '@cpr/domain'

/** What a procedure says of itself. */
export type ProcedureMeta = {
  /** Its answer is shown once, a token or a password. */
  holdsSecret?: boolean
  /** It takes a file, whose bytes come in while it runs. */
  takesFile?: boolean
  /** It answers in chunks: whoever asks for plain JSON is refused before it begins. */
  streams?: boolean
}

/** An input with a key of its own, for clients that send several calls in one request. */
export const withIdempotencyKey = <T>(input: T, idempotencyKey: string): T => ({ ...input, idempotencyKey })

/** The key of a call and its input without it; no key where there is none. */
export const keyOf = (input: unknown, header?: string): { key: string | undefined; input: unknown } => {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return { key: header, input }
  if (!Object.hasOwn(input, 'idempotencyKey')) return { key: header, input }
  const { idempotencyKey, ...rest } = input as { idempotencyKey: unknown }
  // A call without an input has this one field alone.
  const own = Object.keys(rest).length === 0 ? undefined : rest
  return { key: typeof idempotencyKey === 'string' ? idempotencyKey : '', input: own }
}

/** What is the same about two sendings of a file: what it is called and where it goes. Its bytes are not looked into. */
const withoutBody = (input: unknown): unknown => {
  const { body: _, ...rest } = input as { body?: unknown }
  return rest
}

export const repeatableOf = (
  { key, input }: { key: string; input: unknown },
  verb: string,
  { holdsSecret = false, takesFile = false }: ProcedureMeta,
): idempotency.Repeatable => ({ key, verb, input: takesFile ? withoutBody(input) : (input ?? null), holdsSecret })
