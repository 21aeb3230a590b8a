import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { naming, Refusal } from '../errors.ts'
import { pathId, slug } from '../fields.ts'
import { nothing, refusals } from '../resources/common.ts'
import { grade, gradeChanges, type NewGrade, newGrade, toGrade } from '../resources/grades.ts'

const inCourse = z.object({ slug })
const params = inCourse.extend({ id: pathId('Grade') })

export const gradeRoutes: FastifyPluginAsyncZod = async (server) => {
  server.get(
    '/courses/:slug/grades/',
    { schema: { params: inCourse, response: { 200: z.array(grade), ...refusals } } },
    async ({ caller, params: { slug: course } }) => (await caller.grades.ofCourse({ course })).map(toGrade),
  )

  server.post(
    '/courses/:slug/grades/',
    { schema: { params: inCourse, body: newGrade, response: { 201: grade, ...refusals } } },
    async ({ caller, params: { slug: course }, body }, reply) =>
      reply.code(201).send(toGrade(await write(caller, course, body))),
  )

  server.get(
    '/courses/:slug/grades/:id/',
    { schema: { params, response: { 200: grade, ...refusals } } },
    async ({ caller, params: { slug: course, id } }) => toGrade(await caller.grades.get({ course, id })),
  )

  server.route({
    method: ['PUT', 'PATCH'],
    url: '/courses/:slug/grades/:id/',
    schema: { params, body: gradeChanges, response: { 200: grade, ...refusals } },
    handler: async ({ caller, params: { slug: course, id }, body: { rhythm, tone, expression } }) =>
      toGrade(await caller.grades.change({ course, id, rhythm, tone, expression })),
  })

  server.delete(
    '/courses/:slug/grades/:id/',
    { schema: { params, response: { 204: nothing, ...refusals } } },
    async ({ caller, params: { slug: course, id } }, reply) => {
      await caller.grades.remove({ course, id })
      return reply.code(204).send()
    },
  )
}

/** A grade is of one submission: of a student's by the teacher, or of the own. */
const write = async (caller: Caller, course: string, body: NewGrade) => {
  const { student_submission: students, own_submission: own, grader: graderId, ...marks } = body
  const [submissionId] = [...students, ...own]
  if (submissionId === undefined || students.length + own.length > 1)
    throw new Refusal(400, { non_field_errors: ['A grade is of one submission.'] })
  const input = { course, submissionId, graderId, ...marks }
  return own.length > 0
    ? naming({ Submission: ['own_submission', submissionId] }, caller.grades.gradeSelf(input))
    : naming({ Submission: ['student_submission', submissionId] }, caller.grades.grade(input))
}
