/** Takes on their way to the server. They go on whatever page is shown, and with the next visit. */
import type { QueryFilters } from '@tanstack/react-query'
import { queryClient, trpc } from '../api/client.ts'
import { connectionLost, untilConnected } from '../api/connection.ts'
import { isConnectionError, isPassing } from '../api/errors.ts'
import { findReceipt, type Receipt, sendTake } from './send-take.ts'
import { forgetTake, markSending, type Take, takesKey, takesOf } from './takes.ts'

export type HandIn =
  /** `share` has arrived, from 0 to 1. */
  | { phase: 'sending'; share: number }
  /** The connection is lost: it goes on by itself. */
  | { phase: 'waiting'; share: number }
  | { phase: 'done'; receipt: Receipt }
  | { phase: 'failed'; error: unknown }

/** Between two tries, so that a server in trouble is not pressed. */
const pauseMs = 2000

const handIns = new Map<string, HandIn>()
const listeners = new Set<() => void>()

const note = (id: string, handIn: HandIn): void => {
  handIns.set(id, handIn)
  for (const listener of listeners) listener()
}

export const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** How the hand-in of a take stands; undefined where it was not begun. */
export const handInOf = (id: string): HandIn | undefined => handIns.get(id)

/** One tab at a time sends a take: another one that wants to waits, and finds it there. */
const alone = <T>(id: string, work: () => Promise<T>): Promise<T> =>
  navigator.locks ? (navigator.locks.request(`cpr-take-${id}`, work) as Promise<T>) : work()

/** Sends a take until the server confirms it or refuses it, and forgets it only then. */
export const handIn = async (take: Take): Promise<void> => {
  const { id } = take
  const begun = handIns.get(id)?.phase
  if (begun === 'sending' || begun === 'waiting') return
  note(id, { phase: 'sending', share: 0 })
  await markSending(id, true)
  try {
    const receipt = await alone(id, () => untilConfirmed(take))
    await forgetTake(id)
    note(id, { phase: 'done', receipt })
    await askAgain()
  } catch (error) {
    await markSending(id, false)
    note(id, { phase: 'failed', error })
  }
}

/** What a hand-in changes, whatever page is shown. An answer that is on its way may be older than it: that is awaited first. */
const askAgain = async (): Promise<void> => {
  const work = trpc.assignments.pathFilter()
  await untilFetched(work)
  void queryClient.invalidateQueries(work)
  void queryClient.invalidateQueries({ queryKey: takesKey })
}

/** A query's first answer, which nobody may be shown yet, can be neither begun anew nor marked as old before it is there. */
const untilFetched = (queries: QueryFilters): Promise<void> =>
  new Promise((done) => {
    const look = (): void => {
      if (queryClient.isFetching(queries) > 0) return
      unsubscribe()
      done()
    }
    const unsubscribe = queryClient.getQueryCache().subscribe(look)
    look()
  })

const untilConfirmed = async (take: Take): Promise<Receipt> => {
  let share = 0
  for (;;) {
    try {
      const receipt = (await findReceipt(take)) ?? (await sendTake(take, progress)) ?? (await findReceipt(take))
      if (receipt) return receipt
    } catch (error) {
      if (!isPassing(error)) throw error
      note(take.id, { phase: 'waiting', share })
      if (isConnectionError(error)) void connectionLost()
      await untilConnected()
    }
    await new Promise((done) => setTimeout(done, pauseMs))
    note(take.id, { phase: 'sending', share })
  }

  function progress(arrived: number): void {
    share = arrived
    note(take.id, { phase: 'sending', share })
  }
}

/** Goes on with what an earlier visit did not finish. */
export const resumeHandIns = async (userId: number): Promise<void> => {
  for (const take of await takesOf(userId)) if (take.isSending) void handIn(take)
}
