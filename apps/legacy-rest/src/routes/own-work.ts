import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { noMatch, Refusal } from '../errors.ts'
import { pathId, slug } from '../fields.ts'
import { refusals } from '../resources/common.ts'
import {
  attachment,
  newAttachment,
  newSubmission,
  submission,
  toAttachment,
  toSubmission,
} from '../resources/submissions.ts'

const onAssignment = z.object({ slug, assignment: pathId('CourseAssignment') })
const onSubmission = onAssignment.extend({ submission: pathId('Submission') })
const onAttachment = onSubmission.extend({ id: pathId('SubmissionAttachment') })

type OnSubmission = z.infer<typeof onSubmission>

/** What the asker hands in for one assignment. */
export const ownWorkRoutes: FastifyPluginAsyncZod = async (server) => {
  server.get(
    '/courses/:slug/assignments/:assignment/submissions/',
    { schema: { params: onAssignment, response: { 200: z.array(submission), ...refusals } } },
    async ({ caller, links, params }) => (await mine(caller, params)).map((row) => toSubmission(links, row)),
  )

  server.post(
    '/courses/:slug/assignments/:assignment/submissions/',
    { schema: { params: onAssignment, body: newSubmission, response: { 201: submission, ...refusals } } },
    async ({ caller, links, params, body }, reply) => {
      const { slug: course, assignment: courseAssignmentId } = params
      const row = await caller.submissions.create({ course, courseAssignmentId, ...body })
      const fresh = { instrument: null, attachments: [], grade: null, selfGrade: null }
      return reply.code(201).send(toSubmission(links, { ...row, ...fresh }))
    },
  )

  server.get(
    '/courses/:slug/assignments/:assignment/submissions/:submission/',
    { schema: { params: onSubmission, response: { 200: submission, ...refusals } } },
    async ({ caller, links, params }) => {
      const row = (await mine(caller, params)).find(({ id }) => id === params.submission)
      if (!row) throw noMatch('Submission')
      return toSubmission(links, row)
    },
  )

  server.get(
    '/courses/:slug/assignments/:assignment/submissions/:submission/attachments/',
    { schema: { params: onSubmission, response: { 200: z.array(attachment), ...refusals } } },
    async ({ caller, links, params }) =>
      (await submissionOf(caller, params)).attachments.map((row) => toAttachment(links, row)),
  )

  server.post(
    '/courses/:slug/assignments/:assignment/submissions/:submission/attachments/',
    {
      config: { file: 'stream' },
      schema: { params: onSubmission, body: newAttachment, response: { 201: attachment, ...refusals } },
    },
    async ({ caller, links, params, body: { file } }, reply) => {
      const { id: submissionId } = await submissionOf(caller, params)
      const upload = { filename: file.filename, body: file.open() }
      const row = await caller.attachments.create({ course: params.slug, submissionId, ...upload })
      return reply.code(201).send(toAttachment(links, row))
    },
  )

  server.get(
    '/courses/:slug/assignments/:assignment/submissions/:submission/attachments/:id/',
    { schema: { params: onAttachment, response: { 200: attachment, ...refusals } } },
    async ({ caller, links, params }) => {
      const row = (await submissionOf(caller, params)).attachments.find(({ id }) => id === params.id)
      if (!row) throw new Refusal(404, { detail: 'No SubmissionAttachment matches the given query.' })
      return toAttachment(links, row)
    },
  )
}

const mine = (caller: Caller, { slug: course, assignment: courseAssignmentId }: z.infer<typeof onAssignment>) =>
  caller.submissions.mine({ course, courseAssignmentId })

/** @throws {Refusal} 404 for a submission that is not of the assignment in the path */
const submissionOf = async (caller: Caller, { slug: course, assignment, submission: id }: OnSubmission) => {
  const row = await caller.submissions.get({ course, id })
  if (row.courseAssignmentId !== assignment) throw noMatch('Submission')
  return row
}
