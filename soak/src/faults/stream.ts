/** A teacher's page that shows the work of a course as it comes in; opened again where it breaks off, as browsers do. */
import { setTimeout as sleep } from 'node:timers/promises'
import { fetchAs } from '../fetch-as.ts'

const reopenMs = 300

export type Stream = {
  /** How many events of a kind it has heard. */
  heard: (kind: 'behind' | 'handed-in') => number
  end: () => Promise<void>
}

export const watchWork = (address: string, teacher: number, course: string): Stream => {
  const counts = { behind: 0, 'handed-in': 0 }
  const ending = new AbortController()
  const path = `/trpc/submissions.watch?input=${encodeURIComponent(JSON.stringify({ course }))}`

  const headers = { accept: 'text/event-stream' }

  const hear = async (): Promise<void> => {
    const { ok, body } = await fetchAs(address, teacher, path, { headers, signal: ending.signal })
    if (!ok || body === null) return
    let rest = ''
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (line.includes('"kind":"behind"')) counts.behind += 1
        if (line.includes('"kind":"handed-in"')) counts['handed-in'] += 1
      }
    }
  }
  const running = (async () => {
    while (!ending.signal.aborted) {
      await hear().catch(() => {})
      await sleep(reopenMs)
    }
  })()
  return {
    heard: (kind) => counts[kind],
    end: async () => {
      ending.abort()
      await running
    },
  }
}
