import { appRouter } from './app-router.ts'
import { createCallerFactory } from './trpc.ts'

export { type AppRouter, appRouter } from './app-router.ts'
export { createRequestContext, type RequestContext } from './context.ts'
export { domainErrorOf, httpStatusOf, toTrpcError } from './errors.ts'
export { withIdempotencyKey } from './repeated.ts'

/** A typed caller of the procedures in this process, for the REST shim and for tests. */
export const createCaller = createCallerFactory(appRouter)
