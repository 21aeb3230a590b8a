import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { pathId } from '../fields.ts'
import { nothing, refusals } from '../resources/common.ts'
import { type ConfigChanges, config, configChanges, newConfig, toConfig } from '../resources/configs.ts'

const params = z.object({ id: pathId('InstrumentConfig') })

/** The site's instrument configurations and the asker's own. */
export const configRoutes: FastifyPluginAsyncZod = async (server) => {
  server.get('/configs/', { schema: { response: { 200: z.array(config), ...refusals } } }, async ({ caller, links }) =>
    (await caller.configs.list()).map((row) => toConfig(links, row)),
  )

  server.post(
    '/configs/',
    { config: { file: 'spool' }, schema: { body: newConfig, response: { 201: config, ...refusals } } },
    async ({ caller, links, body }, reply) => {
      const row = await caller.configs.create({ ...fields(body), name: body.name })
      return reply.code(201).send(toConfig(links, row))
    },
  )

  server.get(
    '/configs/:id/',
    { schema: { params, response: { 200: config, ...refusals } } },
    async ({ caller, links, params }) => toConfig(links, await caller.configs.get(params)),
  )

  server.put(
    '/configs/:id/',
    { config: { file: 'spool' }, schema: { params, body: newConfig, response: { 200: config, ...refusals } } },
    async ({ caller, links, params, body }) =>
      toConfig(links, await caller.configs.update({ ...params, ...fields(body) })),
  )

  server.patch(
    '/configs/:id/',
    { config: { file: 'spool' }, schema: { params, body: configChanges, response: { 200: config, ...refusals } } },
    async ({ caller, links, params, body }) =>
      toConfig(links, await caller.configs.update({ ...params, ...fields(body) })),
  )

  server.delete(
    '/configs/:id/',
    { schema: { params, response: { 204: nothing, ...refusals } } },
    async ({ caller, params }, reply) => {
      await caller.configs.delete(params)
      return reply.code(204).send()
    },
  )
}

/** The procedure says what settings are. */
const fields = ({ file, settings, ...changes }: ConfigChanges) => ({
  ...changes,
  ...(settings === undefined ? {} : { settings: settings as Record<string, string> }),
  ...(file ? { upload: { filename: file.filename, body: file.open() } } : {}),
})
