import type { RemovalKind } from '@cpr/db'

/** How long what was removed can be brought back. */
export const restorableDays = 30

const msPerDay = 86_400_000

/** Until when something that was removed then can be brought back. */
export const restorableUntil = (removedAt: Date): Date => new Date(removedAt.getTime() + restorableDays * msPerDay)

/** What was removed before this moment cannot be brought back any more. */
export const oldestRestorable = (now: Date): Date => new Date(now.getTime() - restorableDays * msPerDay)

/** What stands in the way where something of the same place is there again. */
export const inTheWay = (kind: RemovalKind, title: string): string =>
  ({
    ASSIGNMENTS: `${title} is assigned again, and stays as it is now.`,
    COURSE: `${title} is not archived as it was then any more.`,
    ENROLLMENT: `Somebody else has the place of ${title} in a telephone group by now: enroll them anew.`,
    GRADE: `The work was graded again: ${title}.`,
    INSTRUMENT_CONFIG: `${title} is there again.`,
    PIECE: `Another piece has the address of ${title} by now.`,
  })[kind]
