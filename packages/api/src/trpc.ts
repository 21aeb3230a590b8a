import { type Ctx, idempotency } from '@cpr/domain'
import { getTRPCErrorFromUnknown, initTRPC } from '@trpc/server'
import { type MiddlewareResult, middlewareMarker } from '@trpc/server/unstable-core-do-not-import'
import { ZodError, z } from 'zod'
import { type RequestContext, toDomainContext } from './context.ts'
import { domainErrorOf, httpStatusOf, toTrpcError } from './errors.ts'
import { keyOf, type ProcedureMeta, repeatableOf } from './repeated.ts'

const t = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    // Stack traces name files of the server.
    isDev: false,
    // Less than the minute after which proxies take a silent connection for a dead one; a client that hears none comes again.
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 45_000 } },
    errorFormatter: ({ shape, error }) => {
      const input = error.code === 'BAD_REQUEST' && error.cause instanceof ZodError ? error.cause : null
      return {
        ...shape,
        message: input ? z.prettifyError(input) : shape.message,
        data: {
          ...shape.data,
          httpStatus: httpStatusOf(error),
          /** Which of the domain's errors this is, with its details; null for what the transport found. */
          domain: domainErrorOf(error),
          /** For each field of the input what is wrong with it; null where the input is not to blame. */
          fields: input ? z.flattenError(input).fieldErrors : null,
        },
      }
    },
  })

export const router = t.router
export const createCallerFactory = t.createCallerFactory

/**
 * Every procedure is made from this one. `next()` does not throw in tRPC: it answers with what went wrong, so errors are
 * mapped on the result; what is caught was thrown on the way there. One middleware, since each costs every call.
 */
export const procedure = t.procedure.use(async ({ ctx, type, path, meta = {}, getRawInput, next }) => {
  const run = async (): Promise<Result> => {
    const domain = await toDomainContext(ctx)
    if (type !== 'mutation') return next({ ctx: { domain } })
    const { key, input } = keyOf(await getRawInput(), ctx.idempotencyKey)
    // The key is no field of the input's own. tRPC takes both, and has types for the one or the other.
    const go = (context: Ctx): Promise<Result> =>
      next({ ctx: { domain: context }, getRawInput: async () => input } as { ctx: { domain: Ctx } })
    if (key === undefined) return go(domain)
    const repeatable = repeatableOf({ key, input }, path, meta)
    if (meta.takesFile) {
      const before = await idempotency.answeredBefore(domain, repeatable)
      return before ? answered(before.answer) : go({ ...domain, repeatable })
    }
    return answered(await idempotency.once(domain, repeatable, async (tx) => dataOf(await go(tx))))
  }
  try {
    const result = await run().finally(() => {
      if (type === 'mutation' && changesLibrary.test(path)) ctx.library.forget()
    })
    return result.ok ? result : { ...result, error: toTrpcError(result.error) }
  } catch (error) {
    if (error instanceof Refused) return { ...error.result, error: toTrpcError(error.result.error) }
    return { ok: false, error: toTrpcError(getTRPCErrorFromUnknown(error)), marker: middlewareMarker }
  }
})

/**
 * Whoever changes the library reads at once what they changed. Every process hears of a change, this one too, but a moment
 * after the answer may have gone out.
 */
const changesLibrary = /^(music|plans|removals)\./

type Result = MiddlewareResult<{ domain: Ctx }>
type FailedResult = Extract<Result, { ok: false }>

/** What a procedure answered, thrown where that is an error: the transaction around it must not be kept. */
class Refused extends Error {
  readonly result: FailedResult

  constructor(result: FailedResult) {
    super('The procedure answered with an error.')
    this.result = result
  }
}

const dataOf = (result: Result): unknown => {
  if (!result.ok) throw new Refused(result)
  return result.data
}

/** An answer in place of the procedure's: tRPC has no other way to say so. A test holds that it takes it. */
const answered = (data: unknown): Result => ({ ok: true, data, marker: middlewareMarker })
