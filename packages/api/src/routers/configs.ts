import { configs } from '@cpr/domain'
import { procedure, router } from '../trpc.ts'

export const configsRouter = router({
  list: procedure.query(({ ctx }) => configs.listConfigs(ctx.domain)),
  get: procedure.input(configs.configId).query(({ ctx, input }) => configs.getConfig(ctx.domain, input)),
  create: procedure
    .input(configs.createConfigInput)
    .mutation(({ ctx, input }) => configs.createConfig(ctx.domain, input)),
  update: procedure
    .input(configs.updateConfigInput)
    .mutation(({ ctx, input }) => configs.updateConfig(ctx.domain, input)),
  delete: procedure.input(configs.configId).mutation(({ ctx, input }) => configs.deleteConfig(ctx.domain, input)),
  // In process alone: a file on its way in is a stream.
  attach: procedure
    .meta({ takesFile: true })
    .input(configs.attachConfigFileInput)
    .mutation(({ ctx, input }) => configs.attachConfigFile(ctx.domain, input)),
})
