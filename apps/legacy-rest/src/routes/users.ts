import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { naming, noMatch } from '../errors.ts'
import { username } from '../fields.ts'
import { refusals } from '../resources/common.ts'
import {
  addressFile,
  changedUser,
  invitations,
  toChangedUser,
  toInvitations,
  toUser,
  user,
  userChanges,
} from '../resources/users.ts'

const params = z.object({ username })

/** Everybody sees themselves here; teachers change their students. */
export const userRoutes: FastifyPluginAsyncZod = async (server) => {
  server.get('/users/', { schema: { response: { 200: z.array(user), ...refusals } } }, async ({ caller, links }) => [
    toUser(links, await caller.auth.me()),
  ])

  server.get('/users/me/', { schema: { response: { 200: user, ...refusals } } }, async ({ caller, links }) =>
    toUser(links, await caller.auth.me()),
  )

  server.post(
    '/users/bulk_create_teachers/',
    {
      config: { file: 'spool', fileLimitBytes: 200_000 },
      schema: {
        summary: 'Invite teachers, by a file of addresses',
        body: addressFile,
        response: { 200: invitations, ...refusals },
      },
    },
    async ({ caller, body }) => {
      const addresses = new TextDecoder().decode(await body.file.bytes())
      return toInvitations(await caller.users.inviteTeachers({ addresses }))
    },
  )

  server.get(
    '/users/:username/',
    { schema: { params, response: { 200: user, ...refusals } } },
    async ({ caller, links, params }) => {
      const me = await caller.auth.me()
      if (me.username !== params.username) throw noMatch('User')
      return toUser(links, me)
    },
  )

  server.route({
    method: ['PUT', 'PATCH'],
    url: '/users/:username/',
    schema: { params, body: userChanges, response: { 200: changedUser, ...refusals } },
    handler: async ({ caller, params, body: { external_id: externalId, instrument: instrumentId, ...changes } }) =>
      toChangedUser(
        await naming(
          { Instrument: ['instrument', instrumentId] },
          caller.users.updateStudent({ ...params, ...changes, externalId, instrumentId }),
        ),
      ),
  })
}
