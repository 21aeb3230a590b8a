/** Telling what happened, in the transaction in which it happens: nobody hears of it before it is committed. */
import { notificationChannel, Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import type { EventsByTopic, Topic } from './topics.ts'

/** An event some of whose values the statement itself knows. */
type InSql<E> = { [K in keyof E]: E[K] | Prisma.Sql }

/**
 * An expression that tells an event, for the last SELECT of a verb that is one statement: `SELECT id, ${toldSql(…)} FROM written`.
 * Not for a CTE: PostgreSQL runs none that only selects and that nobody reads.
 */
export const toldSql = <T extends Topic>(topic: T | Prisma.Sql, event: InSql<EventsByTopic[T]>): Prisma.Sql => {
  const pairs = Object.entries({ topic, ...event }).map(
    ([key, value]) =>
      Prisma.sql`${key}::text, ${value instanceof Prisma.Sql ? value : Prisma.sql`${JSON.stringify(value)}::json`}`,
  )
  return Prisma.sql`pg_notify(${notificationChannel}, json_build_object(${Prisma.join(pairs)})::text)::text AS told`
}

/** Tells an event with a statement of its own. */
export const tell = async <T extends Topic>({ db }: Ctx, topic: T, event: EventsByTopic[T]): Promise<void> => {
  await db.$queryRaw(Prisma.sql`SELECT ${toldSql(topic, event)}`)
}
