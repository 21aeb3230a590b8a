import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { writeProgress } from './queries.ts'
import type { LogEventsInput } from './schemas.ts'

/**
 * Logs what the asker did, in the order given, as a browser kept it while it had no connection. When each of them happened
 * is told by how long ago it was, since clocks of school laptops are off. Those whose key is there already are left out: the
 * same batch can be sent again until it is confirmed.
 */
export const logEvents = (ctx: Ctx, { events, ...target }: LogEventsInput) => {
  const now = ctx.clock.now().getTime()
  const rows = JSON.stringify(events.map(({ ago, ...event }) => ({ ...event, at: new Date(now - ago).toISOString() })))
  return writeProgress(ctx, 'progress.logEvents', target, {
    preparedAs: 'progress-log-events',
    columns: Prisma.sql`step_completions`,
    values: Prisma.sql`${JSON.stringify(operationsOf(events))}::jsonb`,
    set: Prisma.sql`step_completions = (
      SELECT COALESCE(jsonb_object_agg(step, operations), '{}'::jsonb) FROM (
        SELECT step, jsonb_agg(operation ORDER BY first) AS operations FROM (
          SELECT known.step, known.operation, min(known.position) AS first FROM (
            SELECT old.key AS step, item.value AS operation, item.position
            FROM jsonb_each(activity_progress.step_completions) old,
              jsonb_array_elements(old.value) WITH ORDINALITY AS item(value, position)
            UNION ALL
            SELECT young.key, item.value, 1000000 + item.position
            FROM jsonb_each(EXCLUDED.step_completions) young,
              jsonb_array_elements(young.value) WITH ORDINALITY AS item(value, position)
          ) known GROUP BY known.step, known.operation
        ) once GROUP BY step
      ) steps)`,
    beside: Prisma.sql`event AS (
      INSERT INTO activity_events (progress_id, key, at, step, operation, data)
      SELECT written.id, (sent.value->>'key')::uuid, (sent.value->>'at')::timestamptz, (sent.value->>'step')::int,
        sent.value->>'operation', sent.value->'data'
      FROM written, jsonb_array_elements(${rows}::jsonb) WITH ORDINALITY AS sent(value, position)
      ORDER BY sent.position
      ON CONFLICT (progress_id, key) DO NOTHING
    ),`,
  })
}

/** The names of what was done in each step, each once, in the order in which it was first done. */
const operationsOf = (events: LogEventsInput['events']): { [step: string]: string[] } => {
  const operations: { [step: string]: string[] } = {}
  for (const { step, operation } of events) {
    const known = operations[step] ?? []
    operations[step] = known.includes(operation) ? known : [...known, operation]
  }
  return operations
}
