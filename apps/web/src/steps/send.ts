/** Sends what waits in the outbox, in an order in which every answer of the server is true. */
import type { Entry, Kept, Outbox, Target } from './outbox.ts'
import type { Saved } from './rules.ts'

type OnAssignment = { course: string; courseAssignmentId: number }

/** The procedures that take what waits. Each can be called again with the same and changes nothing more. */
export type Calls = {
  logEvents: (
    input: OnAssignment & {
      events: { key: string; step: number; operation: string; data: Record<string, string | number>; ago: number }[]
    },
  ) => Promise<Saved>
  saveResponse: (input: OnAssignment & { questionId: string; response: string }) => Promise<Saved>
  saveAudioState: (input: OnAssignment & { metadata: Saved['audioMetadata'] }) => Promise<Saved>
  submitStep: (input: OnAssignment & { step: number }) => Promise<Saved>
}

/** As many events go in one call. */
const batchSize = 100

/** Nothing older is believed by the server. */
const longestAgoMs = 119 * 24 * 60 * 60 * 1000

type KeptAs<K extends Entry['kind']> = Kept & { entry: Extract<Entry, { kind: K }> }

const first = <K extends Entry['kind']>(waiting: Kept[], kind: K, most = 1): KeptAs<K>[] =>
  waiting.filter((kept): kept is KeptAs<K> => kept.entry.kind === kind).slice(0, most)

/**
 * Sends until nothing waits any more; what is put in meanwhile goes too. Forgets an entry only when the server has confirmed
 * it, after `onSaved` was told what the server has now.
 * @throws what a call throws; what was not confirmed is still in the outbox
 */
export const sendAll = async (
  outbox: Outbox,
  target: Target,
  calls: Calls,
  onSaved: (saved: Saved) => void,
  now: () => number = Date.now,
): Promise<void> => {
  const on = { course: target.course, courseAssignmentId: target.assignmentId }
  for (;;) {
    const waiting = outbox.entriesOf(target)
    const events = first(waiting, 'event', batchSize)
    const [answer] = first(waiting, 'answer')
    const [listening] = first(waiting, 'listening')
    const [submit] = first(waiting, 'submit')
    const sent: Kept[] =
      events.length > 0 ? events : [answer ?? listening ?? submit].filter((kept) => kept !== undefined)
    if (sent.length === 0) return
    const saved = await (events.length > 0
      ? calls.logEvents({
          ...on,
          events: events.map(({ entry: { key, step, operation, data, at } }) => ({
            key,
            step,
            operation,
            data,
            ago: Math.min(longestAgoMs, Math.max(0, now() - at)),
          })),
        })
      : answer
        ? calls.saveResponse({ ...on, questionId: answer.entry.question, response: answer.entry.value })
        : listening
          ? calls.saveAudioState({ ...on, metadata: listening.entry.metadata })
          : calls.submitStep({ ...on, step: submit?.entry.step ?? 1 }))
    onSaved(saved)
    outbox.confirm(sent)
  }
}
