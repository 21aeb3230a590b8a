import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { writeProgress } from './queries.ts'
import type { LogEventInput } from './schemas.ts'

/**
 * Logs what the asker just did in a step, stamped by the server. The first e-mail address that comes with an event stays.
 * It costs the same after ten thousand events as after one.
 */
export const logEvent = (ctx: Ctx, { operation, step, data, email, ...target }: LogEventInput) => {
  const key = String(step)
  return writeProgress(ctx, 'progress.logEvent', target, {
    columns: Prisma.sql`step_completions, participant_email`,
    values: Prisma.sql`jsonb_build_object(${key}::text, jsonb_build_array(${operation}::text)), NULLIF(${email}, '')`,
    set: Prisma.sql`
      step_completions = CASE
        WHEN activity_progress.step_completions -> ${key}::text @> to_jsonb(${operation}::text)
          THEN activity_progress.step_completions
        ELSE activity_progress.step_completions || jsonb_build_object(${key}::text,
          COALESCE(activity_progress.step_completions -> ${key}::text, '[]'::jsonb) || to_jsonb(${operation}::text))
        END,
      participant_email = COALESCE(NULLIF(activity_progress.participant_email, ''), EXCLUDED.participant_email)`,
    beside: Prisma.sql`event AS (
      INSERT INTO activity_events (progress_id, at, step, operation, data)
      SELECT id, ${ctx.clock.now()}, ${step}::int, ${operation}, ${JSON.stringify(data)}::jsonb FROM written
    ),`,
  })
}
