import type { Outcome } from '../check.ts'
import type { Random } from '../random.ts'
import type { Journal } from './journal.ts'

type Seen = { tried: number; wrong: string[]; journal: Journal; random: Random; detail: string[] }

const mostTold = 5

/** What went wrong comes first, and with it what it takes to try the same again. */
export const outcomeOf = (name: string, { tried, wrong, journal, random, detail }: Seen): Outcome => {
  const unforeseen = [...journal.unforeseen].map(([what, times]) => `${times} × ${what}`)
  const failures = [...wrong, ...unforeseen]
  const more = failures.length > mostTold ? [`and ${failures.length - mostTold} more`] : []
  const told = failures.length > 0 ? [...failures.slice(0, mostTold), ...more, `seed ${random.seed}`] : []
  return { name: `faults: ${name}`, tried, failed: failures.length, detail: [...told, ...detail].join('; ') }
}
