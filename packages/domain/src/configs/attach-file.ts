import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import { configFor, configSelect, toConfig } from './queries.ts'
import { traceOf, withSample } from './sample.ts'
import type { AttachConfigFileInput } from './schemas.ts'

/**
 * Gives a configuration an audio file, in place of the one it has.
 * @throws {DomainError} `invalid` for what is no recording, `too-large`, `not-found`, `forbidden` for the site's
 */
export const attachConfigFile = async (ctx: Ctx, { id, ...upload }: AttachConfigFileInput) => {
  const before = await configFor(ctx, 'configs.attach', id)
  const row = await withSample(ctx, upload, (file, named) =>
    recorded(ctx, 'configs.attach', async ({ db }, note) => {
      note({ subject: 'InstrumentConfig', ids: [id], data: traceOf(file) })
      const changed = await db.instrumentConfig.update({
        where: { id },
        data: { file: file.key },
        select: configSelect,
      })
      named()
      return changed
    }),
  )
  // Sent a second time at the same moment, it may have been the first that put there what is there.
  if (before.file && before.file !== row.file) await ctx.media.remove(before.file)
  return toConfig(ctx, row)
}
