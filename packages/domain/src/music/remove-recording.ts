import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { authorize } from '../policy.ts'
import { noteOf, putRecording, recordingAt, removeUnused } from './recordings.ts'
import type { RemoveRecordingInput } from './schemas.ts'

/**
 * Takes a recording out of the library, and its file with it; where there is none, nothing happens.
 * @returns whether there was one
 * @throws {DomainError} `not-found` for the piece, the part or the instrument
 */
export const removeRecording = async (ctx: Ctx, { place }: RemoveRecordingInput) => {
  authorize(ctx, 'music.removeRecording')
  const before = await recorded(ctx, 'music.removeRecording', async ({ db }, note) => {
    const key = await recordingAt(db, place)
    if (key === '') return key
    await putRecording(db, place, '')
    note(noteOf(place))
    return key
  })
  await removeUnused(ctx, before)
  return { removed: before !== '' }
}
