/** What routes beside the procedures answer where they refuse, as errors of the procedures. */
import { TRPCClientError } from '@trpc/client'

/** Without a code of JSON-RPC, tRPC's client takes nothing for an error of its own. */
const anyCode = -32_000

type Sent = { error: { message: string; code: number; data: object } }

/** What our server sends of an error. */
const sentError = (body: string): Sent | null => {
  try {
    const sent = JSON.parse(body) as Partial<Sent>
    return sent.error?.data ? { error: { ...sent.error, code: anyCode } } : null
  } catch {
    return null
  }
}

/** What something on the way, or tus itself, says of one. */
const plainError = (httpStatus: number, body: string): Sent => ({
  error: { message: body.trim(), code: anyCode, data: { httpStatus, domain: null, fields: null } },
})

/** The error that an answer tells of; `data` is in it, so that nobody takes it for a lost connection. */
export const answerAsError = (httpStatus: number, body: string): TRPCClientError<never> =>
  TRPCClientError.from(sentError(body) ?? plainError(httpStatus, body))
