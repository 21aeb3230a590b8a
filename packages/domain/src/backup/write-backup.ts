import { Readable, type Writable } from 'node:stream'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Database, openSnapshot, type Snapshot } from '@cpr/db'
import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { namedKeys } from '../media/index.ts'
import { authorize } from '../policy.ts'
import { type About, fileMember, firstMember, formatVersion, rowsMember } from './format.ts'
import { type ArchiveWriter, writeArchive } from './write-archive.ts'

export type BackupProgress = { doing: string; done: number; total: number }

export type BackupReport = {
  rows: number
  tables: number
  files: number
  /** Size of the backup. */
  bytes: number
  /** Keys of files that rows name and that were nowhere to be found: nothing else is missing in the backup. */
  missing: string[]
}

type Options = {
  database: Pick<Database, 'pool' | 'kind'>
  to: Writable
  onProgress?: ((progress: BackupProgress) => void) | undefined
}

/**
 * Writes everything that a site keeps, rows as they are at one moment and the files that they name, as one archive. Nobody is
 * kept from working meanwhile, on PostgreSQL; files are never changed, and what is handed in later is not in it. That a backup
 * was made is in the audit trail, and in the backup.
 * @throws where `to` cannot be written: what it has by then is no backup, and `restoreBackup` refuses it
 */
export const writeBackup = async (
  ctx: Ctx,
  { database, to, onProgress = () => {} }: Options,
): Promise<BackupReport> => {
  authorize(ctx, 'backup.write')
  await recorded(ctx, 'backup.write', async (_, note) => note({ subject: 'Site', ids: [] }))
  const madeAt = ctx.clock.now()
  const archive = writeArchive(to, madeAt)
  try {
    const snapshot = await openSnapshot(database.pool)
    try {
      const keys = await snapshot.query<{ key: string }>(namedKeys)
      const about: About = {
        format: 'musiccpr-backup',
        version: formatVersion,
        madeAt: madeAt.toISOString(),
        database: database.kind,
        migrations: snapshot.migrations,
        tables: snapshot.tables,
        sequences: snapshot.sequences,
        files: keys.length,
      }
      await archive.add(firstMember, Buffer.from(JSON.stringify(about)))
      await addRows(archive, snapshot, onProgress)
      const missing = await addFiles(
        ctx,
        archive,
        keys.map(({ key }) => key),
        onProgress,
      )
      const bytes = await archive.finish(missing)
      const rows = snapshot.tables.reduce((sum, table) => sum + table.rows, 0)
      return { rows, tables: snapshot.tables.length, files: keys.length - missing.length, bytes, missing }
    } finally {
      await snapshot.close()
    }
  } catch (error) {
    await archive.abort(error as Error)
    throw error
  }
}

/** Quick rather than small: a backup is made beside a server at work. */
const compress = promisify((rows: Buffer, done: (error: Error | null, result: Buffer) => void) =>
  gzip(rows, { level: 3 }, done),
)

const addRows = async (
  archive: ArchiveWriter,
  snapshot: Snapshot,
  onProgress: (progress: BackupProgress) => void,
): Promise<void> => {
  for (const table of snapshot.tables) {
    let done = 0
    let nth = 0
    for await (const lines of snapshot.rows(table)) {
      nth += 1
      await archive.add(rowsMember(table.name, nth), await compress(Buffer.from(`${lines.join('\n')}\n`)))
      done += lines.length
      onProgress({ doing: table.name, done, total: table.rows })
    }
  }
}

/** @returns the keys of those that are not there */
const addFiles = async (
  ctx: Ctx,
  archive: ArchiveWriter,
  keys: string[],
  onProgress: (progress: BackupProgress) => void,
): Promise<string[]> => {
  const missing: string[] = []
  for (const [index, key] of keys.entries()) {
    const file = await ctx.media.read(key)
    if (file) await archive.add(fileMember(key), { body: Readable.from(file.body), sizeBytes: file.sizeBytes })
    else missing.push(key)
    onProgress({ doing: 'media files', done: index + 1, total: keys.length })
  }
  return missing
}
