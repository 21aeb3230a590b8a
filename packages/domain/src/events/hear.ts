import type { Events } from './events.ts'
import type { Behind, EventsByTopic, Topic } from './topics.ts'

/** Whoever reads so slowly that more than this waits is better off reading everything again. */
const mostWaiting = 100

type Options = {
  /** Ends it. */
  signal: AbortSignal
  /** After so long without an event comes a null, for whoever has to look after something else. */
  silenceMs: number
}

/** The events of a topic, one after the other. */
export async function* hear<T extends Topic>(
  events: Events,
  topic: T,
  { signal, silenceMs }: Options,
): AsyncGenerator<EventsByTopic[T] | Behind | null, void, void> {
  let waiting: (EventsByTopic[T] | Behind)[] = []
  let wake = (): void => {}
  const unsubscribe = events.subscribe(topic, (event) => {
    waiting = waiting.length < mostWaiting ? [...waiting, event] : [{ kind: 'behind' }]
    wake()
  })
  const onAbort = (): void => wake()
  signal.addEventListener('abort', onAbort)

  const something = (): Promise<void> =>
    new Promise((done) => {
      const timer = setTimeout(done, silenceMs)
      wake = () => {
        clearTimeout(timer)
        done()
      }
    })

  try {
    while (!signal.aborted) {
      if (waiting.length === 0) await something()
      if (signal.aborted) return
      const [next = null, ...rest] = waiting
      waiting = rest
      yield next
    }
  } finally {
    unsubscribe()
    signal.removeEventListener('abort', onAbort)
  }
}
