import type { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import type { Json } from '../json.ts'
import { publicAddress, signedAddress } from '../media/index.ts'
import { type Action, authorize } from '../policy.ts'

export const configSelect = {
  id: true,
  userId: true,
  name: true,
  description: true,
  settings: true,
  file: true,
} as const satisfies Prisma.InstrumentConfigSelect

type ConfigRow = Prisma.InstrumentConfigGetPayload<{ select: typeof configSelect }>

/** A configuration with the address of its audio file: the site's is public, one's own is signed. */
export const toConfig = ({ mediaSecret, clock }: Ctx, { file, settings, ...config }: ConfigRow) => ({
  ...config,
  settings: settings as { [key: string]: Json },
  file: file || null,
  url: !file ? null : config.userId === null ? publicAddress(file) : signedAddress(mediaSecret, file, clock.now()),
})

/** The configurations that an actor sees: the site's and the own. */
export const visibleConfigs = ({ actor }: Ctx): Prisma.InstrumentConfigWhereInput => ({
  OR: [{ userId: null }, ...(actor.kind === 'user' ? [{ userId: actor.id }] : [])],
})

/**
 * A configuration to be changed: one's own, or for administrators the site's.
 * @throws {DomainError} `not-found` for one that the actor does not see, `forbidden` for the site's
 */
export const configFor = async (ctx: Ctx, action: Action, id: number): Promise<ConfigRow> => {
  const row = await ctx.db.instrumentConfig.findFirst({ where: { id, ...visibleConfigs(ctx) }, select: configSelect })
  if (row?.userId === null) authorize(ctx, 'configs.changeSite')
  else authorize(ctx, action, { ownerId: row?.userId ?? null, entity: 'InstrumentConfig' })
  if (!row) throw notFound('InstrumentConfig')
  return row
}
