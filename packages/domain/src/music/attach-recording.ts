import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { invalid } from '../errors.ts'
import { receiveFile, withFiles } from '../media/index.ts'
import { authorize } from '../policy.ts'
import { noteOf, putRecording, recordingAt, removeUnused } from './recordings.ts'
import type { AttachRecordingInput } from './schemas.ts'

/**
 * Gives a piece its accompaniment or a part its sample, in place of the one that is there. Everybody may open it.
 * @returns its media key
 * @throws {DomainError} `invalid` for what is no recording, `too-large`, `not-found`; nothing of the file is left then
 */
export const attachRecording = async (ctx: Ctx, { place, filename, body }: AttachRecordingInput) => {
  authorize(ctx, 'music.attachRecording')
  await recordingAt(ctx.db, place)
  const file = await receiveFile(ctx, { filename, body, folder: 'library' })
  const before = await withFiles(ctx, [file.key], async (named) => {
    if (file.kind !== 'audio' && file.kind !== 'video') throw invalid('file', 'This is no recording.')
    return recorded(ctx, 'music.attachRecording', async ({ db }, note) => {
      const replaced = await recordingAt(db, place)
      await putRecording(db, place, file.key)
      const { data, ...of } = noteOf(place)
      note({ ...of, data: { ...data, sizeBytes: file.sizeBytes, sha256: file.sha256 } })
      named()
      return replaced
    })
  })
  await removeUnused(ctx, before)
  return { key: file.key }
}
