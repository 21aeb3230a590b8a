/** The memory of a server's process while it works. */
import type { Running } from '@cpr/bench/processes'
import type { Outcome } from '../check.ts'

const everyMs = 1000

export type MemoryWatch = {
  /** What the process occupied since the watch began, in MB, a second each. */
  stop: () => Promise<number[]>
}

export const watchMemory = (server: Pick<Running, 'usage'>): MemoryWatch => {
  const seen: number[] = []
  let last = Promise.resolve()
  const timer = setInterval(() => {
    last = last.then(async () => {
      seen.push((await server.usage()).rssMb)
    })
  }, everyMs)
  return {
    stop: async () => {
      clearInterval(timer)
      await last
      return seen
    },
  }
}

const minute = 60
const mostGrowth = 0.15
/** In less time than it takes to see whether it grows. */
const mostMb = 400

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Whether the last minute is as the second was; of less than three minutes, whether it stays within bounds. */
export const memoryOutcome = (seen: number[]): Outcome => {
  const peak = Math.max(...seen)
  const name = 'load: memory'
  if (seen.length < 3 * minute)
    return {
      name,
      tried: seen.length,
      failed: peak < mostMb ? 0 : 1,
      detail: `at most ${Math.round(peak)} MB (${mostMb} are allowed), in the end ${Math.round(seen.at(-1) ?? 0)}; too short to see whether it grows`,
    }
  const minutes = Array.from({ length: Math.floor(seen.length / minute) }, (_, nth) =>
    mean(seen.slice(nth * minute, (nth + 1) * minute)),
  )
  const [early, late] = [minutes[1] as number, mean(seen.slice(-minute))]
  const growth = late / early - 1
  return {
    name,
    tried: seen.length,
    failed: growth > mostGrowth ? 1 : 0,
    detail:
      `${Math.round(early)} MB in the second minute, ${Math.round(late)} in the last (${(growth * 100).toFixed(1)} %, ` +
      `${mostGrowth * 100} are allowed), by the minute ${minutes.map(Math.round).join(', ')}, at most ${Math.round(peak)}`,
  }
}
