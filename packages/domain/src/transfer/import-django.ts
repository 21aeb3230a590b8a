import { recorded } from '../audit/index.ts'
import { type Ctx, withTransaction } from '../context.ts'
import { conflict } from '../errors.ts'
import { emptyStore, type MediaSource, mediaKeysOf } from '../media/index.ts'
import { authorize } from '../policy.ts'
import { createConversion } from './conversion.ts'
import { convert } from './convert.ts'
import { createLedger } from './ledger.ts'
import { copyMedia, type MediaProgress } from './media-files.ts'
import { type ImportReport, reportTables } from './report.ts'
import { analyze, changesSince, publish, stage } from './staging.ts'
import { type Source, type TableName, tables } from './tables.ts'
import { createTarget, currentSchema, emptyTables, holdsImport, holdsNothing, setSequences } from './target.ts'
import { verify } from './verify.ts'

export type ImportProgress = { doing: string; done: number; total: number }

export type ImportOptions = {
  /** Give up everything that is there. */
  replace?: boolean
  /** Do and check everything, and then write nothing. */
  dryRun?: boolean
  /** Import even where the verification found differences. */
  acceptDifferences?: boolean
  /** Where the files are that rows name, under the same keys. */
  media?: MediaSource | null
  onProgress?: (progress: ImportProgress) => void
  onMedia?: (progress: MediaProgress) => void
}

/** Ends the transaction with nothing written. */
class TakenBack extends Error {
  readonly report: ImportReport
  constructor(report: ImportReport) {
    super('taken back')
    this.report = report
  }
}

/** Hours, which is as good as none: a district takes a minute. */
const timeoutMs = 6 * 3600 * 1000

/**
 * Brings a Django database over, with its ids: in one transaction, into an empty database, or with `replace` in place of
 * what is there. Everything is verified before it is kept. A database that holds the same import already stays as it is.
 * @returns what came of every table, what had to be repaired, and every difference; `refused` where a difference kept it
 * from being written
 * @throws {DomainError} `conflict` for a database that holds something else, unless `replace`
 */
export const importDjango = async (ctx: Ctx, source: Source, options: ImportOptions = {}): Promise<ImportReport> => {
  authorize(ctx, 'transfer.importDjango')
  const { replace = false, dryRun = false, media = null } = options
  const report = await withTransaction(ctx, (tx) => importInto(tx, source, options), { timeoutMs }).catch((error) => {
    if (error instanceof TakenBack) return error.report
    throw error
  })
  if (report.outcome === 'refused') return report

  if (dryRun) return media === null ? report : { ...report, media: await copyMedia(ctx, media, { ...options, source }) }
  // Files that the new rows name are kept: they may be those of an earlier run that came half way.
  if (replace) {
    const named = media === null ? new Set<string>() : new Set(await mediaKeysOf(ctx))
    await emptyStore(ctx.media, (key) => named.has(key))
  }
  return media === null ? report : { ...report, media: await copyMedia(ctx, media, options) }
}

const importInto = async (tx: Ctx, source: Source, options: ImportOptions): Promise<ImportReport> => {
  const { replace = false, dryRun = false, acceptDifferences = false, onProgress = () => {} } = options
  const schema = await currentSchema(tx)
  const empty = await holdsNothing(tx, schema)
  if (!empty && !replace && !dryRun && !(await holdsImport(tx)))
    throw conflict('This database is not empty. With --replace everything in it is given up for what is imported.')

  const totals = new Map<TableName, number>()
  for (const table of Object.keys(tables) as TableName[]) totals.set(table, (await source.count(table)) ?? 0)
  const ledger = createLedger((table, done) => onProgress({ doing: table, done, total: totals.get(table) ?? done }))
  await stage(tx, schema)
  const conversion = createConversion(source, createTarget(tx, ledger), ledger, tx.clock.now())
  const places = await convert(conversion)
  await analyze(tx)
  const onVerified = (done: number, total: number): void => onProgress({ doing: 'verifying', done, total })
  const verification = await verify({
    ...conversion,
    db: tx.db,
    places,
    findings: ledger.findings,
    onProgress: onVerified,
  })

  const report = (outcome: ImportReport['outcome']): ImportReport => ({
    outcome,
    remodelled: source.remodelled,
    ...told,
    findings: ledger.findings,
    verification,
    media: null,
  })
  const told = await reportTables(ledger, source)
  if (dryRun) throw new TakenBack(report('rehearsed'))
  if (verification.differences.length > 0 && !acceptDifferences) throw new TakenBack(report('refused'))
  if (!empty && !replace) {
    const changes = await changesSince(tx, schema)
    if (changes.length === 0) throw new TakenBack(report('unchanged'))
    const list = changes.map(({ table, more, less }) => `${table} (${more} rows here, ${less} there)`).join(', ')
    throw conflict(
      `This database holds an import, but it or the source has changed since: ${list}. With --replace everything in it is given up for what is imported.`,
    )
  }

  return recorded(tx, 'transfer.importDjango', async (_, note) => {
    if (replace) await emptyTables(tx, schema)
    await publish(tx, schema, (done, total) => onProgress({ doing: 'keeping', done, total }))
    await setSequences(tx)
    const rows = [...ledger.writtenRows.values()].reduce((sum, count) => sum + count, 0)
    note({ subject: 'Site', ids: [], data: { rows, differences: verification.differences.length } })
    return report('imported')
  })
}
