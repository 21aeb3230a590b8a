import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { mergedResponses, writeProgress } from './queries.ts'
import type { SaveResponseInput } from './schemas.ts'

/** Keeps one answer; the latest counts. */
export const saveResponse = (ctx: Ctx, { questionId, response, ...target }: SaveResponseInput) =>
  writeProgress(ctx, 'progress.saveResponse', target, {
    columns: Prisma.sql`question_responses`,
    values: Prisma.sql`${JSON.stringify({ [questionId]: response })}::jsonb`,
    set: mergedResponses,
  })
