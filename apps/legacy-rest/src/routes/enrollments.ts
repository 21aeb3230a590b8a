import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { domainError, naming, Refusal } from '../errors.ts'
import { pathId } from '../fields.ts'
import { nothing, refusals } from '../resources/common.ts'
import {
  changedEnrollment,
  enrollment,
  enrollmentChanges,
  newEnrollment,
  toEnrollment,
  toWrittenEnrollment,
  writtenEnrollment,
} from '../resources/enrollments.ts'

const params = z.object({ id: pathId('Enrollment') })

export const enrollmentRoutes: FastifyPluginAsyncZod = async (server) => {
  server.get(
    '/enrollments/',
    { schema: { summary: 'My enrollments', response: { 200: z.array(enrollment), ...refusals } } },
    async ({ caller, links }) => {
      const me = await caller.auth.me()
      return (await caller.enrollments.mine()).map((row) => toEnrollment(links, row, me))
    },
  )

  server.post(
    '/enrollments/',
    { schema: { body: newEnrollment, response: { 201: writtenEnrollment, ...refusals } } },
    async ({ caller, body }, reply) => {
      const { user, course, instrument, role } = body
      const row = await naming(
        { User: ['user', user], Course: ['course', course], Instrument: ['instrument', instrument] },
        caller.enrollments.enroll({ user: { id: user }, course: { id: course }, role, instrumentId: instrument }),
      ).catch((error: unknown) => {
        if (domainError(error)?.code !== 'conflict') throw error
        throw new Refusal(400, { non_field_errors: ['The fields user, course must make a unique set.'] })
      })
      return reply.code(201).send(toWrittenEnrollment(user, row))
    },
  )

  server.get(
    '/enrollments/:id/',
    { schema: { params, response: { 200: enrollment, ...refusals } } },
    async ({ caller, links, params }) => {
      const row = await caller.enrollments.get(params)
      return toEnrollment(links, row, row.user)
    },
  )

  server.route({
    method: ['PUT', 'PATCH'],
    url: '/enrollments/:id/',
    schema: { params, body: enrollmentChanges, response: { 200: changedEnrollment, ...refusals } },
    handler: async ({ caller, params, body: { instrument } }) => {
      const row =
        instrument === undefined
          ? await caller.enrollments.get(params)
          : await naming(
              { Instrument: ['instrument', instrument] },
              caller.enrollments.changeInstrument({ ...params, instrumentId: instrument }),
            )
      return { id: row.id, instrument: row.instrument?.id ?? null }
    },
  })

  server.delete(
    '/enrollments/:id/',
    { schema: { params, response: { 204: nothing, ...refusals } } },
    async ({ caller, params }, reply) => {
      await caller.enrollments.remove(params)
      return reply.code(204).send()
    },
  )
}
