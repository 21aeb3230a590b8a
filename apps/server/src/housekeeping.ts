/** What a server does once a day, whoever asks. Several on one database do it too: the second one finds nothing left. */
import { type Database, idempotency, removals, type Services, systemContext } from '@cpr/domain'

const msPerDay = 86_400_000

/**
 * Forgets what was removed too long ago, and yesterday's idempotency keys, now and every day from now on; what goes wrong is said, and tried again a day
 * later.
 * @returns what ends it, when nothing of it is running any more
 */
export const keepHouse = (
  { db }: Pick<Database, 'db'>,
  services: Services,
  say: (line: string) => void,
  everyMs = msPerDay,
): (() => Promise<void>) => {
  const round = async (): Promise<void> => {
    try {
      const ctx = systemContext(db, services)
      await idempotency.forgetKeys(ctx)
      const { purged, files } = await removals.purgeRemovals(ctx)
      if (purged > 0) say(`Forgot ${purged} removed more than ${removals.restorableDays} days ago, ${files} files.`)
    } catch (error) {
      say(`What was removed long ago could not be forgotten: ${String(error)}`)
    }
  }
  let running = round()
  const timer = setInterval(() => {
    running = running.then(round)
  }, everyMs)
  return async () => {
    clearInterval(timer)
    await running
  }
}
