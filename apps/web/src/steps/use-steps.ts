import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { client } from '../api/client.ts'
import { newKey } from './new-key.ts'
import type { EventData } from './outbox.ts'
import { type Listening, type Progress, progressOf, type Saved } from './rules.ts'
import { keep, outbox, savedKey, sendingOf, sendNow } from './sender.ts'

/** What the server has of the own steps; the first look makes the row. */
export const savedOptions = (course: string, assignmentId: number) =>
  queryOptions<Saved>({
    queryKey: savedKey(course, assignmentId),
    queryFn: () => client.progress.open.mutate({ course, courseAssignmentId: assignmentId, events: 0 }),
    staleTime: 5000,
  })

/** What of the own work on an assignment has not reached the server yet, and how the sending stands. */
export const useWaiting = (course: string, assignmentId: number) => {
  const { me } = useRouteContext({ from: '/signed-in' })
  const target = useMemo(() => ({ userId: me.id, course, assignmentId }), [me.id, course, assignmentId])
  const version = useSyncExternalStore(outbox.subscribe, outbox.version)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that the outbox has changed.
  const waiting = useMemo(() => outbox.entriesOf(target).map(({ entry }) => entry), [target, version])
  return { target, waiting, sending: sendingOf(target) }
}

/** The own work in the steps of an assignment: as it stands, and what changes it. All of it is kept here first, then sent. */
export const useSteps = (course: string, assignmentId: number, step: number) => {
  const { target, waiting, sending } = useWaiting(course, assignmentId)
  const { data: saved } = useSuspenseQuery(savedOptions(course, assignmentId))
  const progress: Progress = useMemo(() => progressOf(saved, waiting), [saved, waiting])

  // Whoever goes on at another device finds there what was done here.
  useEffect(() => {
    const sendWhenHidden = (): void => {
      if (document.visibilityState === 'hidden') void sendNow(target)
    }
    document.addEventListener('visibilitychange', sendWhenHidden)
    return () => {
      document.removeEventListener('visibilitychange', sendWhenHidden)
      void sendNow(target)
    }
  }, [target])

  const { audioMetadata } = saved
  const actions = useMemo(() => {
    const note = (operation: string, data: EventData = {}): void =>
      keep(target, { kind: 'event', key: newKey(), step, operation, data, at: Date.now() })
    // What other programs keep of their player stays beside ours.
    const left = (listening: Listening) => ({
      kind: 'listening' as const,
      metadata: { ...audioMetadata, ...listening },
    })
    return {
      note,
      answer: (question: string, value: string): void => keep(target, { kind: 'answer', question, value }),
      /** How the player is left. */
      leaveAt: (listening: Listening): void => keep(target, left(listening)),
      /** The same while it plays: kept here at every bar, sent with what comes next. */
      passBy: (listening: Listening): void => {
        outbox.put(target, left(listening))
      },
      finish: (): void => {
        note('step_submitted')
        keep(target, { kind: 'submit', step })
        void sendNow(target)
      },
      send: (): void => void sendNow(target),
    }
  }, [target, step, audioMetadata])

  return { progress, waiting, sending, ...actions }
}

export type Steps = ReturnType<typeof useSteps>
