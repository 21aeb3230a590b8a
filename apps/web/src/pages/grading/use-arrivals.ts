import { useState } from 'react'
import { arrivals } from './queue.ts'
import type { Work } from './work.ts'

const nothing: ReadonlySet<number> = new Set()

/** The work that came in since the page was opened, until whoever grades looks at something else (`look`). */
export const useArrivals = (assignment: number, queue: Work[] | undefined) => {
  const [seen, setSeen] = useState({ assignment: 0, ids: nothing })
  const look = (): void => {
    if (queue) setSeen({ assignment, ids: new Set(queue.map(({ id }) => id)) })
  }
  // What was there before is not new.
  const isFirst = queue !== undefined && seen.assignment !== assignment
  if (isFirst) look()
  return { arrived: queue && !isFirst ? arrivals(queue, seen.ids) : [], look }
}
