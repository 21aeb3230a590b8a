import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type Database, type Rebuild, rebuild } from '@cpr/db'
import mime from 'mime'
import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { conflict } from '../errors.ts'
import { emptyStore, sha256Of, withFiles } from '../media/index.ts'
import { authorize } from '../policy.ts'
import { keyOf, tableOf } from './format.ts'
import { type Checked, checkArchive, damaged, membersOf, type OpenBackup, summed } from './read-archive.ts'
import type { BackupProgress } from './write-backup.ts'

export type RestoreOptions = {
  database: Pick<Database, 'pool' | 'migrate'>
  open: OpenBackup
  /** Give up everything that is there. */
  replace?: boolean
  /** Sign everybody out: for a copy of a site, or where somebody's sign-in was the trouble. */
  endSessions?: boolean
  onProgress?: ((progress: BackupProgress) => void) | undefined
}

export type RestoreReport = {
  madeAt: string
  rows: number
  files: number
  /** Files that were nowhere to be found when the backup was made. */
  missing: string[]
  /** Migrations that came after the backup, applied now. */
  migrated: string[]
}

/** What opens an account without a password: nobody is signed in by a restored backup that ends sessions. */
const signIns = ['sessions', 'password_resets']

/**
 * Brings everything back that a backup holds, into an empty installation, or with `replace` in place of what is there. The
 * whole backup is read and checked before anything is touched; tables are made as they were when it was made, all rows come in
 * one transaction, and migrations of since then are applied behind it. Whatever ends it before: the database is as it was, and
 * the files that it wrote are gone.
 * @throws {DomainError} `conflict` for a backup that is damaged or cut off, and for an installation that is not empty, unless
 *   `replace`
 * @throws {DatabaseSetupError} for a backup of a newer version
 */
export const restoreBackup = async (ctx: Ctx, options: RestoreOptions): Promise<RestoreReport> => {
  authorize(ctx, 'backup.restore')
  const { database, open, replace = false, onProgress = () => {} } = options
  const checked = await checkArchive(open, (bytes) => onProgress({ doing: 'bytes checked', done: bytes, total: bytes }))
  const written: string[] = []
  await withFiles(ctx, written, (named) =>
    rebuild(database.pool, async (target) => {
      if (!replace) await refuseFilled(ctx, target)
      await target.makeTables(checked.about.migrations)
      await fill(ctx, target, checked, options, written)
      await target.setSequences(checked.about.sequences)
      named()
    }),
  )
  const migrated = await database.migrate()
  const files = new Set([...checked.sums.keys()].flatMap((name) => keyOf(name) ?? []))
  if (replace) await emptyStore(ctx.media, (key) => files.has(key))

  const rows = checked.about.tables.reduce((sum, table) => sum + table.rows, 0)
  const { madeAt } = checked.about
  await recorded(ctx, 'backup.restore', async (_, note) =>
    note({ subject: 'Site', ids: [], data: { madeAt, rows, files: files.size } }),
  )
  return { madeAt, rows, files: files.size, missing: checked.manifest.missing, migrated }
}

const refuseFilled = async (ctx: Ctx, target: Rebuild): Promise<void> => {
  const given = 'With --replace everything here is given up for what is restored.'
  if (await target.holdsRows()) throw conflict(`This database is not empty. ${given}`)
  for await (const { key } of ctx.media.list()) throw conflict(`There are files already, such as ${key}. ${given}`)
}

/** Rows and files of the archive; the keys of files that are new go to `written`. */
const fill = async (
  ctx: Ctx,
  target: Rebuild,
  { about, sums }: Checked,
  { open, endSessions = false, onProgress = () => {} }: RestoreOptions,
  written: string[],
): Promise<void> => {
  const tables = new Map(about.tables.map((table) => [table.name, { ...table, done: 0 }]))
  let files = 0
  for await (const { name, body } of membersOf(open)) {
    const { body: content, sum } = summed(body)
    const table = tables.get(tableOf(name) ?? '')
    const key = keyOf(name)
    if (table) {
      const lines = await linesOf(await buffer(content))
      if (!(endSessions && signIns.includes(table.name))) await target.write(table.name, table.columns, lines)
      table.done += lines.length
      onProgress({ doing: table.name, done: table.done, total: table.rows })
    } else if (key !== null) {
      await writeFile(ctx, key, content, { expected: sums.get(name), written })
      files += 1
      onProgress({ doing: 'media files', done: files, total: about.files })
    } else for await (const _ of content);
    // It was read once already; a disk that fails, or somebody who writes to it, is heard of here.
    const { sha256 } = sum()
    if (sums.has(name) && sums.get(name)?.sha256 !== sha256) throw damaged(`${name} in it changed while it was read`)
  }
  const short = [...tables.values()].find(({ done, rows }) => done !== rows)
  if (short) throw damaged(`${short.name} has ${short.done} rows in it in place of ${short.rows}`)
}

const unpack = promisify((packed: Buffer, done: (error: Error | null, result: Buffer) => void) => gunzip(packed, done))

const linesOf = async (packed: Buffer): Promise<string[]> => {
  const text = (await unpack(packed)).toString('utf8')
  return text.split('\n').filter((line) => line !== '')
}

type FileOptions = {
  expected: { bytes: number; sha256: string } | undefined
  written: string[]
}

const writeFile = async (
  { media }: Pick<Ctx, 'media'>,
  key: string,
  content: Readable,
  { expected, written }: FileOptions,
): Promise<void> => {
  // Of the same site an hour ago most files are still here, since a key is never given twice.
  if ((await media.size(key)) === expected?.bytes && (await sha256Of(media, key)) === expected?.sha256) {
    for await (const _ of content);
    return
  }
  await media.remove(key)
  written.push(key)
  await media.write(key, content, mime.getType(key) ?? 'application/octet-stream')
}
