import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { domainError, Refusal } from '../errors.ts'
import { slug } from '../fields.ts'
import type { Links } from '../links.ts'
import { nothing, refusals } from '../resources/common.ts'
import {
  assigned,
  course,
  courseChanges,
  curriculumToAssign,
  newCourse,
  noPermission,
  pieceInstrument,
  pieceToAssign,
  planToAssign,
  replacedCourse,
  toCourse,
  toWrittenCourse,
  writtenCourse,
} from '../resources/courses.ts'
import { rosterEntry, toEnrollment, toRosterEntry } from '../resources/enrollments.ts'
import { importedRoster, rosterFile, toImportedRoster } from '../resources/rosters.ts'

const params = z.object({ slug })

/** Views that answer what is wrong with a body in one message. */
const oneMessage = { oneMessage: true }

export const courseRoutes: FastifyPluginAsyncZod = async (server) => {
  server.post(
    '/courses/',
    { schema: { body: newCourse, response: { 201: writtenCourse, ...refusals } } },
    async ({ caller, links, body }, reply) => {
      const { name, start_date: startDate, end_date: endDate } = body
      const row = toWrittenCourse(links, await caller.courses.create({ name, startDate, endDate }))
      return reply.code(201).header('location', row.url).send(row)
    },
  )

  server.get(
    '/courses/:slug/',
    { schema: { params, response: { 200: course, ...refusals } } },
    async ({ caller, links, params }) => toCourse(links, await caller.courses.get({ course: params.slug })),
  )

  const change = async (
    { caller, links }: { caller: Caller; links: Links },
    of: string,
    { start_date: startDate, end_date: endDate, ...changes }: z.infer<typeof courseChanges>,
  ) => {
    const row = await caller.courses.update({ course: of, startDate, endDate, ...changes }).catch((error: unknown) => {
      if (domainError(error)?.code !== 'conflict') throw error
      throw new Refusal(400, { slug: ['course with this slug already exists.'] })
    })
    return toWrittenCourse(links, row)
  }

  server.put(
    '/courses/:slug/',
    { schema: { params, body: replacedCourse, response: { 200: writtenCourse, ...refusals } } },
    async (request) => change(request, request.params.slug, request.body),
  )

  server.patch(
    '/courses/:slug/',
    { schema: { params, body: courseChanges, response: { 200: writtenCourse, ...refusals } } },
    async (request) => change(request, request.params.slug, request.body),
  )

  server.get(
    '/courses/:slug/roster/',
    { schema: { params, response: { 200: z.array(rosterEntry), ...refusals } } },
    async ({ caller, links, params }) =>
      (await caller.roster.list({ course: params.slug })).map((row) => toRosterEntry(links, row)),
  )

  server.post(
    '/courses/:slug/roster/',
    {
      config: { file: 'spool', fileLimitBytes: 2_000_000 },
      schema: {
        summary: 'Make accounts and enroll them, by a CSV file: fullname, username, password, grade',
        params,
        body: rosterFile,
        response: { 200: importedRoster, ...refusals },
      },
    },
    async ({ caller, links, params, body }) => {
      const of = { course: params.slug }
      const file = (await body.file.bytes()).toString('base64')
      const { lines } = await caller.roster.import({ ...of, file, likeDjango: true })
      return toImportedRoster(links, {
        lines,
        roster: await caller.roster.list(of),
        course: await caller.courses.get(of),
      })
    },
  )

  /** Students without an instrument are named in full, and what is not there is answered with nothing. */
  const assigning = async <T>({ caller, links }: { caller: Caller; links: Links }, of: string, work: Promise<T>) => {
    try {
      return await work
    } catch (error) {
      const domain = domainError(error)
      if (domain?.code === 'not-found' && domain.details.entity !== 'Course') throw new Refusal(404, '')
      if (domain?.code === 'too-few-students')
        throw new Refusal(400, {
          message: 'Number of students must be greater than or equal to the number of activities in the piece plan',
        })
      if (domain?.code !== 'instrument-missing') throw error
      const ids = new Set(domain.details.students.map(({ enrollmentId }) => enrollmentId))
      const roster = await caller.roster.list({ course: of })
      const row = await caller.courses.get({ course: of })
      throw new Refusal(400, {
        message: 'Some users and their enrollments have no instrument',
        enrollments: roster
          .filter(({ id }) => ids.has(id))
          .map((each) => toEnrollment(links, { ...each, course: row }, each.user)),
      })
    }
  }

  server.post(
    '/courses/:slug/assign/',
    { config: oneMessage, schema: { params, body: pieceToAssign, response: { 200: assigned, ...refusals } } },
    async (request) => {
      const { caller, params, body } = request
      const work = caller.assignments.assignPiece({ course: params.slug, pieceId: body.piece_id })
      return { assigned: (await assigning(request, params.slug, work)).assigned }
    },
  )

  server.post(
    '/courses/:slug/assign_piece_plan/',
    { config: oneMessage, schema: { params, body: planToAssign, response: { 200: assigned, ...refusals } } },
    async (request) => {
      const { caller, params, body } = request
      const work = caller.assignments.assignPlan({ course: params.slug, planId: body.piece_plan_id })
      return { assigned: (await assigning(request, params.slug, work)).assigned }
    },
  )

  server.post(
    '/courses/:slug/assign_curriculum/',
    { config: oneMessage, schema: { params, body: curriculumToAssign, response: { 200: assigned, ...refusals } } },
    async (request) => {
      const { caller, params, body } = request
      const work = caller.assignments.assignCurriculum({ course: params.slug, curriculumId: body.curriculum_id })
      return { assigned: (await assigning(request, params.slug, work)).assigned }
    },
  )

  server.post(
    '/courses/:slug/unassign/',
    { config: oneMessage, schema: { params, body: pieceToAssign, response: { ...refusals, 200: nothing } } },
    async (request, reply) => {
      const { caller, params, body } = request
      const work = caller.assignments.unassign({ course: params.slug, pieceId: body.piece_id })
      await assigning(request, params.slug, work).catch((error: unknown) => {
        if (domainError(error)?.code !== 'work-handed-in') throw error
        throw new Refusal(400, { error: `Cannot remove assignments for piece ${body.piece_id}` })
      })
      return reply.code(200).send()
    },
  )

  server.patch(
    '/courses/:slug/change_piece_instrument/',
    {
      config: oneMessage,
      schema: {
        params,
        body: pieceInstrument,
        response: { ...refusals, 200: nothing, 403: z.union([refusals[403], noPermission]) },
      },
    },
    async (request, reply) => {
      const { caller, params, body } = request
      const work = caller.assignments.changeInstrument({
        course: params.slug,
        pieceId: body.piece_id,
        instrumentId: body.instrument_id,
        asTeacher: false,
      })
      await assigning(request, params.slug, work).catch((error: unknown) => {
        if (domainError(error)?.code !== 'forbidden') throw error
        throw new Refusal(403, { error: 'No permission to change instrument' })
      })
      return reply.code(200).send()
    },
  )
}
