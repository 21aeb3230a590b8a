import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { mergedResponses, writeProgress } from './queries.ts'
import type { SubmitStepInput } from './schemas.ts'

const lastStep = 4

/**
 * Finishes a step: the next one is open, and those that were open stay open. With the last one the activity is finished.
 * Answers are added to those before.
 */
export const submitStep = (ctx: Ctx, { step, questionResponses, ...target }: SubmitStepInput) => {
  const now = ctx.clock.now()
  return writeProgress(ctx, 'progress.submitStep', target, {
    columns: Prisma.sql`current_step, question_responses, finished_at`,
    values: Prisma.sql`${Math.min((step ?? 1) + 1, lastStep)}, ${JSON.stringify(questionResponses)}::jsonb,
      ${step !== undefined && step >= lastStep ? now : null}::timestamptz`,
    set: Prisma.sql`current_step = GREATEST(activity_progress.current_step, ${
      step === undefined
        ? Prisma.sql`LEAST(activity_progress.current_step + 1, ${lastStep})`
        : Prisma.sql`EXCLUDED.current_step`
    }), finished_at = COALESCE(activity_progress.finished_at, ${
      step === undefined
        ? Prisma.sql`CASE WHEN activity_progress.current_step = ${lastStep} THEN ${now}::timestamptz END`
        : Prisma.sql`EXCLUDED.finished_at`
    }), ${mergedResponses}`,
  })
}
