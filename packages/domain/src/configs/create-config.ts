import { recorded } from '../audit/index.ts'
import type { Ctx } from '../context.ts'
import type { ReceivedFile } from '../media/index.ts'
import { authorize, signedInActor } from '../policy.ts'
import { configSelect, toConfig } from './queries.ts'
import { traceOf, withSample } from './sample.ts'
import type { CreateConfigInput } from './schemas.ts'

/**
 * Keeps a configuration of the asker's own, or as an administrator one of the site's, with its audio file if it comes with
 * one.
 * @throws {DomainError} `forbidden`; `invalid` for a file that is no recording, `too-large`
 */
export const createConfig = async (ctx: Ctx, { forSite, upload, ...input }: CreateConfigInput) => {
  authorize(ctx, forSite ? 'configs.changeSite' : 'configs.create')
  const userId = forSite ? null : signedInActor(ctx).id
  const write = (file: ReceivedFile | null, named = () => {}) =>
    recorded(ctx, 'configs.create', async ({ db }, note) => {
      const created = await db.instrumentConfig.create({
        data: { ...input, userId, file: file?.key ?? '' },
        select: configSelect,
      })
      note({ subject: 'InstrumentConfig', ids: [created.id], ...(file ? { data: traceOf(file) } : {}) })
      named()
      return created
    })
  return toConfig(ctx, upload ? await withSample(ctx, upload, write) : await write(null))
}
