/** The procedures of the server, typed by its router, and what is remembered of their answers. */
import type { AppRouter } from '@cpr/api'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, type TRPCLink } from '@trpc/client'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { observable } from '@trpc/server/observable'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { connectionLost } from './connection.ts'
import { isConnectionError, isPassing, isSignedOut } from './errors.ts'
import { sentAgain } from './sent-again.ts'

export type Inputs = inferRouterInputs<AppRouter>
export type Outputs = inferRouterOutputs<AppRouter>

/** Tells the rest of the page of every call that does not get through. */
const watching: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) =>
      next(op).subscribe({
        next: (value) => observer.next(value),
        complete: () => observer.complete(),
        error: (error) => {
          const wanted = !op.signal?.aborted
          if (wanted && isConnectionError(error)) void connectionLost()
          observer.error(error)
        },
      }),
    )

const mostRetries = 3

/** `ended` is fired when the server no longer knows who asks. */
export const session = new EventTarget()

export const noticeSignOut = (error: unknown): void => {
  if (isSignedOut(error)) session.dispatchEvent(new Event('ended'))
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignOut }),
  mutationCache: new MutationCache({ onError: noticeSignOut }),
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      retry: (failures, error) => isPassing(error) && failures < mostRetries,
    },
    // What got lost on the way is sent again by its link, with a key; whatever else is wrong, whoever saves it decides.
    mutations: { retry: false },
  },
})

export const client = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: ({ type }) => type === 'subscription',
      // A stream that breaks is no sign that the server is gone: proxies end them too. Whoever opens one looks after it.
      true: httpSubscriptionLink({ url: '/trpc' }),
      false: [sentAgain(), watching, httpBatchLink({ url: '/trpc', maxURLLength: 4000 })],
    }),
  ],
})

export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient })
