import { Prisma } from '@cpr/db'
import { auditCte } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { removalCte } from '../removals/index.ts'
import { configFor } from './queries.ts'
import type { ConfigId } from './schemas.ts'

/**
 * Deletes a configuration. Its audio file stays as long as the configuration can be brought back.
 * @returns the removal that brings it back; null where somebody else was faster
 * @throws {DomainError} `not-found`, `forbidden` for the site's
 */
export const deleteConfig = async (ctx: Ctx, { id }: ConfigId) => {
  const { name, userId } = await configFor(ctx, 'configs.delete', id)
  const audited = auditCte(ctx, 'configs.delete', {
    subject: 'InstrumentConfig',
    ids: Prisma.sql`SELECT id FROM removed`,
  })
  const remembered = removalCte(ctx, {
    kind: 'INSTRUMENT_CONFIG',
    courseId: null,
    ownerId: userId,
    title: name,
    gone: [{ table: 'instrument_configs', rows: Prisma.sql`SELECT * FROM removed` }],
    files: Prisma.sql`SELECT file FROM removed WHERE file <> ''`,
  })
  const [outcome] = await ctx.db.$queryRaw<[{ removal: number | null }]>(Prisma.sql`
    WITH removed AS (
      DELETE FROM instrument_configs WHERE id = ${id} RETURNING *
    ), ${remembered}, ${audited}
    SELECT (SELECT id FROM remembered) AS removal`)
  return { deleted: true, removal: outcome.removal }
}
