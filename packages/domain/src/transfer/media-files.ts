/** Media files of the Django backend: copied into the store, checked, and written down with the attachments. */
import { createHash } from 'node:crypto'
import { type Readable, Transform } from 'node:stream'
import { Prisma } from '@cpr/db'
import mime from 'mime'
import { type Ctx, withTransaction } from '../context.ts'
import { type MediaSource, type MediaStore, mediaKeysOf, sha256Of } from '../media/index.ts'
import { readBatches } from './conversion.ts'
import { silent } from './ledger.ts'
import type { Source } from './tables.ts'

export type MediaProgress = { done: number; total: number }

export type CopiedMedia = {
  /** How many files rows name, each once. */
  named: number
  copied: number
  /** Those that were there already, whole: of an earlier run. */
  present: number
  bytes: number
  /** Named by rows, and nowhere to be found. */
  missing: string[]
  /** Could not be copied, with the reason. */
  failed: { key: string; reason: string }[]
}

/** Every key that rows name, out of a source of which nothing was written. */
const keysOfSource = async (source: Source): Promise<string[]> => {
  const keys = new Set<string>()
  const quiet = { source, ledger: silent }
  for await (const rows of readBatches(quiet, 'submissions_submissionattachment'))
    for (const { file } of rows) keys.add(file)
  for await (const rows of readBatches(quiet, 'musics_piece')) for (const row of rows) keys.add(row.accompaniment)
  for await (const rows of readBatches(quiet, 'musics_part')) for (const row of rows) keys.add(row.sample_audio)
  for await (const rows of readBatches(quiet, 'musics_partinstrumentsample'))
    for (const row of rows) keys.add(row.sample_audio)
  for await (const rows of readBatches(quiet, 'users_instrumentconfig')) for (const { file } of rows) keys.add(file)
  keys.delete('')
  return [...keys].sort()
}

type Found = { key: string; sizeBytes: number; sha256: string; contentType: string }

type Options = { onMedia?: (progress: MediaProgress) => void; dryRun?: boolean; source?: Source }

/**
 * Copies every file that a row names. A file that is there already is read and compared, so that a run that broke off goes on
 * where it was; sizes, hashes and types are written down with the attachments.
 */
export const copyMedia = async (
  ctx: Ctx,
  from: MediaSource,
  { onMedia = () => {}, dryRun = false, source }: Options,
): Promise<CopiedMedia> => {
  const keys = source ? await keysOfSource(source) : await mediaKeysOf(ctx)
  const result: CopiedMedia = { named: keys.length, copied: 0, present: 0, bytes: 0, missing: [], failed: [] }
  let found: Found[] = []
  for (const [index, key] of keys.entries()) {
    onMedia({ done: index, total: keys.length })
    try {
      const sizeBytes = await from.size(key)
      if (sizeBytes === null) result.missing.push(key)
      else if (dryRun) result.bytes += sizeBytes
      else {
        const file = await copyFile(ctx.media, from, key, sizeBytes)
        found.push(file)
        result.bytes += sizeBytes
        if (file.present) result.present += 1
        else result.copied += 1
      }
    } catch (error) {
      result.failed.push({ key, reason: (error as Error).message })
    }
    if (found.length >= 500) {
      await writeDown(ctx, found)
      found = []
    }
  }
  await writeDown(ctx, found)
  onMedia({ done: keys.length, total: keys.length })
  return result
}

const copyFile = async (to: MediaStore, from: MediaSource, key: string, sizeBytes: number) => {
  const contentType = mime.getType(key) ?? ''
  const there = await to.size(key)
  if (there !== null) {
    const [own, theirs] = [await sha256Of(to, key), await sha256Of(from, key)]
    if (there === sizeBytes && own === theirs) return { key, sizeBytes, sha256: own, contentType, present: true }
    await to.remove(key)
  }
  const file = await from.read(key)
  if (!file) throw new Error('it went away')
  const sum = createHash('sha256')
  let read = 0
  const count = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      read += chunk.length
      sum.update(chunk)
      done(null, chunk)
    },
  })
  count.on('error', () => {})
  file.body.on('error', (error) => count.destroy(error))
  await to.write(key, file.body.pipe(count) as Readable, contentType || 'application/octet-stream')
  const sha256 = sum.digest('hex')
  const kept = await to.size(key)
  if (read !== sizeBytes || kept !== sizeBytes || (await sha256Of(to, key)) !== sha256) {
    await to.remove(key)
    throw new Error(`${sizeBytes} bytes became ${kept}, or others`)
  }
  return { key, sizeBytes, sha256, contentType, present: false }
}

const writeDown = (ctx: Ctx, files: Found[]): Promise<void> =>
  withTransaction(ctx, async ({ db }) => {
    if (files.length === 0) return
    const rows = files.map(({ key, sizeBytes, sha256, contentType }) => ({
      key,
      size: sizeBytes,
      sha256,
      type: contentType,
    }))
    await db.$executeRaw(Prisma.sql`
      UPDATE submission_attachments SET size_bytes = file.size, sha256 = file.sha256, content_type = file.type
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS file (key text, size bigint, sha256 text, type text)
      WHERE submission_attachments.file = file.key`)
  })
