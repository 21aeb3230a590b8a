import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { conflict } from '../errors.ts'
import { emptyStore } from '../media/index.ts'
import { authorize } from '../policy.ts'
import { createConversion } from './conversion.ts'
import { convert } from './convert.ts'
import { type DumpRow, dumpSource } from './dump.ts'
import { createLedger } from './ledger.ts'
import { createTarget, currentSchema, emptyTables, holdsNothing, setSequences } from './target.ts'

/**
 * Loads the rows of a Django dump, with their ids, straight into the tables: for worlds of a few thousand rows that are as
 * they should be. `replace` empties the database and the media store before.
 * @throws {DomainError} `conflict` for a database that is not empty, unless `replace`
 */
export const loadDump = async (ctx: Ctx, rows: DumpRow[], { replace = false } = {}): Promise<void> => {
  authorize(ctx, 'transfer.importDjango')
  await recorded(ctx, 'transfer.importDjango', async (tx, note) => {
    const schema = await currentSchema(tx)
    if (replace) await emptyTables(tx, schema)
    else if (!(await holdsNothing(tx, schema)))
      throw conflict('This database is not empty. With --replace everything in it is given up for what is imported.')
    const ledger = createLedger()
    await convert(createConversion(dumpSource(rows), createTarget(tx, ledger), ledger, tx.clock.now()))
    await setSequences(tx)
    note({ subject: 'Site', ids: [], data: { rows: rows.length } })
  })
  if (replace) await emptyStore(ctx.media)
}
