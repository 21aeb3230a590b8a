import { Prisma } from '@cpr/db'
import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { authorize } from '../policy.ts'
import { oldestRestorable } from './rules.ts'

/**
 * Forgets what was removed more than 30 days ago, with the files that nothing else has.
 * @returns how many removals and files are gone for good
 */
export const purgeRemovals = async (ctx: Ctx) => {
  authorize(ctx, 'removals.purge')
  const { purged, files } = await recorded(ctx, 'removals.purge', async ({ db, clock }, note) => {
    const rows = await db.$queryRaw<{ id: number; files: string[] }[]>(Prisma.sql`
      DELETE FROM removals WHERE removed_at < ${oldestRestorable(clock.now())} RETURNING id, files`)
    if (rows.length > 0) note({ subject: 'Removal', ids: rows.map(({ id }) => id) })
    return {
      purged: rows.length,
      files: await unused(
        { db },
        rows.flatMap((row) => row.files),
      ),
    }
  })
  // Behind the transaction: a file without a row is litter, a row without its file is a loss.
  for (const file of files) await ctx.media.remove(file)
  return { purged, files: files.length }
}

/** Of these files those that no row has, alive or remembered. */
const unused = async ({ db }: Pick<Ctx, 'db'>, files: string[]): Promise<string[]> => {
  if (files.length === 0) return []
  const rows = await db.$queryRaw<{ file: string }[]>(Prisma.sql`
    SELECT DISTINCT file FROM unnest(${files}::text[]) AS gone (file)
    WHERE NOT EXISTS (SELECT 1 FROM instrument_configs c WHERE c.file = gone.file)
      AND NOT EXISTS (SELECT 1 FROM pieces p WHERE p.accompaniment = gone.file)
      AND NOT EXISTS (SELECT 1 FROM parts p WHERE p.sample_audio = gone.file)
      AND NOT EXISTS (SELECT 1 FROM part_instrument_samples s WHERE s.sample_audio = gone.file)
      AND NOT EXISTS (SELECT 1 FROM submission_attachments a WHERE a.file = gone.file)
      AND NOT EXISTS (SELECT 1 FROM removals r WHERE gone.file = ANY(r.files))`)
  return rows.map(({ file }) => file)
}
