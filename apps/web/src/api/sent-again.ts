/** Writes over a bad wifi: sent again where no answer came, with the key of the first time, so that they are done once. */
import type { AppRouter } from '@cpr/api'
import type { TRPCClientError, TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import { isConnectionError } from './errors.ts'

/** Milliseconds before the second time and the third; whoever is away for longer is told. */
const pausesMs = [1000, 3000]

export const sentAgain =
  (pauses: readonly number[] = pausesMs): TRPCLink<AppRouter> =>
  () =>
  ({ op, next }) => {
    if (op.type !== 'mutation') return next(op)
    const input = { ...(op.input as object | undefined), idempotencyKey: crypto.randomUUID() }
    return observable((observer) => {
      let waiting: ReturnType<typeof setTimeout> | undefined
      let sent: { unsubscribe: () => void } | undefined
      const send = (before: number): void => {
        sent = next({ ...op, input }).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error: (error: TRPCClientError<AppRouter>) => {
            const pause = pauses[before]
            if (pause === undefined || op.signal?.aborted || !isConnectionError(error)) observer.error(error)
            else waiting = setTimeout(() => send(before + 1), pause)
          },
        })
      }
      send(0)
      return () => {
        clearTimeout(waiting)
        sent?.unsubscribe()
      }
    })
  }
