import type { Ctx } from '../context.ts'
import { invalid } from '../errors.ts'
import { type ReceivedFile, receiveFile, type UploadInput, withFiles } from '../media/index.ts'

/**
 * Takes a recording in and does `work` with it, which calls `named` as that of `withFiles` does; where one of them fails before,
 * nothing of the file is left.
 * @throws {DomainError} `invalid` for what is no recording, `too-large`
 */
export const withSample = async <T>(
  ctx: Ctx,
  upload: UploadInput,
  work: (file: ReceivedFile, named: () => void) => Promise<T>,
): Promise<T> => {
  const file = await receiveFile(ctx, { ...upload, folder: 'instrument_config_samples' })
  return withFiles(ctx, [file.key], async (named) => {
    if (file.kind !== 'audio' && file.kind !== 'video') throw invalid('file', 'A configuration takes a recording.')
    return work(file, named)
  })
}

/** What the audit trail keeps of a file. */
export const traceOf = ({ sizeBytes, sha256 }: ReceivedFile) => ({ sizeBytes, sha256 })
