import { Prisma } from '@cpr/db'
import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { authorize } from '../policy.ts'
import { namedKeys } from './keys.ts'
import { isUpload, uploadLifetimeMs } from './settings.ts'
import type { MediaStore, StoredFile } from './store.ts'

export type MediaReport = {
  /** Files that rows name. */
  named: number
  /** Files that no row names, and that are no uploads on their way. */
  orphans: StoredFile[]
  /** Uploads that nobody can go on with any more. */
  expired: StoredFile[]
  /** Named by rows, and not there. */
  missing: string[]
  /** There, and of another size than its row says. */
  differing: { key: string; expected: number; found: number }[]
  /** How many files were removed. */
  removed: number
}

type Options = {
  remove?: boolean
  /** Where uploads lie that are not whole yet. */
  unfinished?: MediaStore[]
}

/** A file is written before its row: what is younger may be on its way. */
const graceMs = 24 * 3600 * 1000

/** As many keys as are looked up, or removed, at once. */
const atOnce = 500

type Named = { key: string; size: number | null }

/**
 * Holds the files of a site against its rows: what nobody names, what is named and missing, what has another size. With
 * `remove` the files that nobody names are removed, unless a row has come to name them meanwhile.
 */
export const checkMedia = async (ctx: Ctx, { remove = false, unfinished = [] }: Options = {}): Promise<MediaReport> => {
  authorize(ctx, 'media.check')
  const now = ctx.clock.now().getTime()
  const olderThan = (ms: number) => (file: StoredFile) => now - file.writtenAt.getTime() > ms
  const named = new Map((await namedFiles(ctx)).map(({ key, size }) => [key, size]))
  const awaited = new Set(named.keys())
  const report: MediaReport = { named: named.size, orphans: [], expired: [], missing: [], differing: [], removed: 0 }

  for await (const file of ctx.media.list()) {
    const { key, sizeBytes: found } = file
    awaited.delete(key)
    const expected = named.get(key)
    if (expected === undefined) {
      if (!isUpload(key) && olderThan(graceMs)(file)) report.orphans.push(file)
      else if (isUpload(key) && olderThan(uploadLifetimeMs)(file)) report.expired.push(file)
    } else if (expected !== null && expected !== found) report.differing.push({ key, expected, found })
  }
  report.missing = await stillMissing(ctx, [...awaited])

  const leftovers: { store: MediaStore; files: StoredFile[] }[] = []
  for (const store of unfinished) {
    const files: StoredFile[] = []
    for await (const file of store.list()) if (olderThan(uploadLifetimeMs)(file)) files.push(file)
    leftovers.push({ store, files })
  }
  if (remove) {
    report.removed += await removeFiles(ctx, ctx.media, [...report.orphans, ...report.expired])
    for (const { store, files } of leftovers) report.removed += await removeFiles(ctx, store, files)
    if (report.removed > 0)
      await recorded(ctx, 'media.check', async (_, note) =>
        note({ subject: 'Site', ids: [], data: { removed: report.removed } }),
      )
  }
  report.expired.push(...leftovers.flatMap(({ files }) => files))
  return report
}

/** Every key that rows name, with the size where they say it. */
const namedFiles = ({ db }: Pick<Ctx, 'db'>): Promise<Named[]> =>
  db.$queryRaw<Named[]>`
    SELECT named.key, max(a.size_bytes)::float8 AS size
    FROM (${Prisma.raw(namedKeys)}) AS named LEFT JOIN submission_attachments a ON a.file = named.key
    GROUP BY named.key`

const namedAmong = async ({ db }: Pick<Ctx, 'db'>, keys: string[]): Promise<Set<string>> => {
  const rows = await db.$queryRaw<{ key: string }[]>`
    SELECT key FROM (${Prisma.raw(namedKeys)}) AS named WHERE key = ANY(${keys})`
  return new Set(rows.map(({ key }) => key))
}

/** A row may have gone with its file since it was read, and a file may have come. */
const stillMissing = async (ctx: Ctx, keys: string[]): Promise<string[]> => {
  const missing: string[] = []
  for (let at = 0; at < keys.length; at += atOnce) {
    const batch = keys.slice(at, at + atOnce)
    const named = await namedAmong(ctx, batch)
    for (const key of batch) if (named.has(key) && (await ctx.media.size(key)) === null) missing.push(key)
  }
  return missing.sort()
}

const removeFiles = async (ctx: Ctx, store: MediaStore, files: StoredFile[]): Promise<number> => {
  let removed = 0
  for (let at = 0; at < files.length; at += atOnce) {
    const batch = files.slice(at, at + atOnce).map(({ key }) => key)
    const named = store === ctx.media ? await namedAmong(ctx, batch) : new Set<string>()
    for (const key of batch) {
      if (named.has(key)) continue
      await store.remove(key)
      removed += 1
    }
  }
  return removed
}
