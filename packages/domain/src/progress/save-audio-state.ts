import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { writeProgress } from './queries.ts'
import type { SaveAudioStateInput } from './schemas.ts'

/** Keeps what is given of the recording that the asker works on; what is left out stays as it was. */
export const saveAudioState = (ctx: Ctx, { audioUrl, editHistory, metadata, ...target }: SaveAudioStateInput) => {
  const set = [
    ...(audioUrl === undefined ? [] : [Prisma.sql`current_audio_url = EXCLUDED.current_audio_url`]),
    ...(editHistory === undefined ? [] : [Prisma.sql`audio_edit_history = EXCLUDED.audio_edit_history`]),
    ...(metadata === undefined ? [] : [Prisma.sql`audio_metadata = EXCLUDED.audio_metadata`]),
  ]
  return writeProgress(ctx, 'progress.saveAudioState', target, {
    columns: Prisma.sql`current_audio_url, audio_edit_history, audio_metadata`,
    values: Prisma.sql`${audioUrl ?? null}, ${JSON.stringify(editHistory ?? [])}::jsonb,
      ${JSON.stringify(metadata ?? {})}::jsonb`,
    set: set.length > 0 ? Prisma.join(set) : Prisma.sql`current_step = activity_progress.current_step`,
  })
}
