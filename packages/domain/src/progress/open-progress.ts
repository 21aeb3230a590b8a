import type { Ctx } from '../context.ts'
import type { Json } from '../json.ts'
import { toTime } from '../serialize.ts'
import { openRow } from './queries.ts'
import type { OpenProgressInput } from './schemas.ts'

/**
 * How far the asker is with an assignment, made at the first look, with the latest of the logged events, oldest first.
 * @throws {DomainError} `not-found` for an assignment that the asker does not see
 */
export const openProgress = async (ctx: Ctx, { events: count, ...target }: OpenProgressInput) => {
  const progress = await openRow(ctx, 'progress.open', target)
  const events = await ctx.db.activityEvent.findMany({
    where: { progressId: progress.id },
    select: { id: true, at: true, step: true, operation: true, data: true },
    orderBy: { id: 'desc' },
    take: count,
  })
  return {
    ...progress,
    events: events.reverse().map(({ at, data, ...event }) => ({
      ...event,
      at: toTime(at),
      data: data as { [key: string]: Json },
    })),
  }
}
