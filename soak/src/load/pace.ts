/** How long people think, and until when they are there. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../random.ts'

export type Pace = {
  random: Random
  /** 1: as people do; smaller: so much quicker. */
  scale: number
  /** Tells everybody that it is over. */
  over: AbortSignal
}

/** Between so many and so many seconds. @returns early where it is over */
export const think = ({ random, scale, over }: Pace, from: number, to: number): Promise<void> =>
  sleep(random.whole(from * 1000, to * 1000) * scale, undefined, { signal: over }).catch(() => {})

/** Does the same again and again until it is over; whoever is refused begins anew after a moment. */
export const untilOver = async (pace: Pace, round: () => Promise<void>): Promise<void> => {
  while (!pace.over.aborted)
    try {
      await round()
    } catch {
      // It is in the tally.
      await think(pace, 1, 3)
    }
}
