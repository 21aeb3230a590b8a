import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import type { ReceivedFile } from '../media/index.ts'
import { configFor, configSelect, toConfig } from './queries.ts'
import { traceOf, withSample } from './sample.ts'
import type { UpdateConfigInput } from './schemas.ts'

/**
 * Changes what is given of a configuration, its audio file included.
 * @throws {DomainError} `not-found`, `forbidden` for the site's; `invalid` for a file that is no recording, `too-large`
 */
export const updateConfig = async (ctx: Ctx, { id, upload, ...input }: UpdateConfigInput) => {
  const before = await configFor(ctx, 'configs.update', id)
  const changes = Object.entries(input).filter(([, value]) => value !== undefined)
  const write = (file: ReceivedFile | null, named = () => {}) =>
    recorded(ctx, 'configs.update', async ({ db }, note) => {
      note({
        subject: 'InstrumentConfig',
        ids: [id],
        data: { changed: changes.map(([field]) => field), ...(file ? traceOf(file) : {}) },
      })
      const changed = await db.instrumentConfig.update({
        where: { id },
        data: { ...Object.fromEntries(changes), ...(file ? { file: file.key } : {}) },
        select: configSelect,
      })
      named()
      return changed
    })
  const row = upload ? await withSample(ctx, upload, write) : await write(null)
  if (upload && before.file) await ctx.media.remove(before.file)
  return toConfig(ctx, row)
}
