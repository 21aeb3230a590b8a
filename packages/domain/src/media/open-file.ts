import mime from 'mime'
import type { Ctx } from '../context.ts'
import { authorize } from '../policy.ts'
import { opensFile } from './signature.ts'
import type { ByteRange } from './store.ts'

export type OpenFileInput = { key: string; expires?: unknown; signature?: unknown }

/** What is shown or played in a page; everything else, above all what a browser would run, is for download alone. */
const shown =
  /^(audio|video)\/|^image\/(png|jpeg|gif|webp|avif|heic|heif)$|^application\/vnd\.recordare\.musicxml(\+xml)?$/

/**
 * A file for whoever has a signed address of it that has not expired, and for everybody a sample of the library or of the
 * site's configurations.
 * @returns null where there is no such file for the asker; else its size in bytes, its type, and how to read it
 */
export const openFile = async (ctx: Ctx, { key, expires, signature }: OpenFileInput) => {
  authorize(ctx, 'media.open')
  if (key === '' || key.includes('\0') || key.split('/').some((part) => part === '' || part.startsWith('.')))
    return null
  const signed = opensFile(ctx.mediaSecret, key, { expires, signature }, ctx.clock.now())
  if (!signed && !(await isPublic(ctx, key))) return null
  const sizeBytes = await ctx.media.size(key)
  if (sizeBytes === null) return null

  const attachment = signed
    ? await ctx.db.submissionAttachment.findFirst({ where: { file: key }, select: { contentType: true } })
    : null
  const type = attachment?.contentType || mime.getType(key) || ''
  return {
    sizeBytes,
    contentType: shown.test(type) ? type : 'application/octet-stream',
    isPublic: !signed,
    read: async (range?: ByteRange) => (await ctx.media.read(key, range))?.body ?? null,
  }
}

const isPublic = async ({ db }: Ctx, key: string): Promise<boolean> => {
  const [row] = await db.$queryRaw<[{ public: boolean }]>`
    SELECT EXISTS (SELECT 1 FROM pieces WHERE accompaniment = ${key})
      OR EXISTS (SELECT 1 FROM parts WHERE sample_audio = ${key})
      OR EXISTS (SELECT 1 FROM part_instrument_samples WHERE sample_audio = ${key})
      OR EXISTS (SELECT 1 FROM instrument_configs WHERE file = ${key} AND user_id IS NULL) AS public`
  return row.public
}
