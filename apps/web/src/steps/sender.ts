/** Work in the steps on its way to the server. It goes on whatever page is shown, and with the next visit. */
import { client, queryClient, session, trpc } from '../api/client.ts'
import { connectionLost, untilConnected } from '../api/connection.ts'
import { isConnectionError, isPassing, isSignedOut } from '../api/errors.ts'
import { createOutbox, type Entry, type Target } from './outbox.ts'
import type { Saved } from './rules.ts'
import { type Calls, sendAll } from './send.ts'

export type Sending =
  | { phase: 'idle' }
  | { phase: 'sending' }
  /** The connection is lost: it goes on by itself. */
  | { phase: 'waiting' }
  | { phase: 'failed'; error: unknown }

/** Typing goes on for a moment: one call for a sentence, rather than for a letter. */
const restMs = 800
/** Between two tries, so that a server in trouble is not pressed. */
const pauseMs = 2000

export const outbox = createOutbox(window.localStorage)

window.addEventListener('storage', outbox.changed)

const idle: Sending = { phase: 'idle' }
const states = new Map<string, Sending>()
const timers = new Map<string, ReturnType<typeof setTimeout>>()

const nameOf = ({ userId, course, assignmentId }: Target): string => `${userId}-${course}-${assignmentId}`

/** How the sending stands. */
export const sendingOf = (target: Target): Sending => states.get(nameOf(target)) ?? idle

const note = (target: Target, state: Sending): void => {
  states.set(nameOf(target), state)
  outbox.changed()
}

export const savedKey = (course: string, assignmentId: number) => ['steps', course, assignmentId]

const calls: Calls = {
  logEvents: (input) => client.progress.logEvents.mutate(input),
  saveResponse: (input) => client.progress.saveResponse.mutate(input),
  saveAudioState: (input) => client.progress.saveAudioState.mutate(input),
  submitStep: async (input) => {
    const saved = await client.progress.submitStep.mutate(input)
    // Lists show how far one is.
    void queryClient.invalidateQueries(trpc.assignments.pathFilter())
    return saved
  },
}

/** One tab at a time sends: what another one has sent is no longer there. */
const alone = <T>(target: Target, work: () => Promise<T>): Promise<T> =>
  navigator.locks ? (navigator.locks.request(`cpr-steps-${nameOf(target)}`, work) as Promise<T>) : work()

/** Sends what waits now, until it is confirmed or refused. */
export const sendNow = async (target: Target): Promise<void> => {
  clearTimeout(timers.get(nameOf(target)))
  const { phase } = sendingOf(target)
  if (phase === 'sending' || phase === 'waiting') return
  note(target, { phase: 'sending' })
  const queryKey = savedKey(target.course, target.assignmentId)
  const onSaved = (saved: Saved): void => {
    // What was asked for before this was written would come back as if it had not been.
    void queryClient.cancelQueries({ queryKey })
    queryClient.setQueryData<Saved>(queryKey, saved)
    const { currentStep, finishedAt } = saved
    queryClient.setQueryData(
      trpc.assignments.get.queryKey({ course: target.course, id: target.assignmentId }),
      (assignment) => assignment && { ...assignment, progress: { currentStep, finishedAt } },
    )
  }
  for (;;) {
    try {
      await alone(target, () => sendAll(outbox, target, calls, onSaved))
      // Something may have been put in while the lock was given back.
      if (outbox.entriesOf(target).length === 0) return note(target, idle)
    } catch (error) {
      if (!isPassing(error)) {
        if (isSignedOut(error)) session.dispatchEvent(new Event('ended'))
        return note(target, { phase: 'failed', error })
      }
      note(target, { phase: 'waiting' })
      if (isConnectionError(error)) void connectionLost()
      await untilConnected()
      await new Promise((done) => setTimeout(done, pauseMs))
      note(target, { phase: 'sending' })
    }
  }
}

/** Keeps what was done, and sends it a moment later. */
export const keep = (target: Target, entry: Entry): void => {
  outbox.put(target, entry)
  clearTimeout(timers.get(nameOf(target)))
  timers.set(
    nameOf(target),
    setTimeout(() => void sendNow(target), restMs),
  )
}

/** Goes on with what an earlier visit did not finish. */
export const resumeSteps = (userId: number): void => {
  for (const target of outbox.targetsOf(userId)) void sendNow(target)
}
