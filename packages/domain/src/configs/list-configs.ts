import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { authorize } from '../policy.ts'
import { configSelect, toConfig, visibleConfigs } from './queries.ts'
import type { ConfigId } from './schemas.ts'

/** The site's instrument configurations and the asker's own, in the order of ids. */
export const listConfigs = async (ctx: Ctx) => {
  authorize(ctx, 'configs.list')
  const rows = await ctx.db.instrumentConfig.findMany({
    where: visibleConfigs(ctx),
    select: configSelect,
    orderBy: { id: 'asc' },
  })
  return rows.map((row) => toConfig(ctx, row))
}

/** @throws {DomainError} `not-found` for one of somebody else */
export const getConfig = async (ctx: Ctx, { id }: ConfigId) => {
  authorize(ctx, 'configs.get')
  const row = await ctx.db.instrumentConfig.findFirst({ where: { id, ...visibleConfigs(ctx) }, select: configSelect })
  if (!row) throw notFound('InstrumentConfig')
  return toConfig(ctx, row)
}
