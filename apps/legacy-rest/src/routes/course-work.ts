import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { noMatch, Refusal } from '../errors.ts'
import { pathId, slug } from '../fields.ts'
import { activity, piecePlan, toActivity, toPiecePlan } from '../resources/activities.ts'
import {
  assignment,
  assignmentList,
  submissionForGrading,
  toAssignment,
  toStudentsList,
  toSubmissionForGrading,
  toSubmissionsForGrading,
  toTeachersList,
} from '../resources/assignments.ts'
import { refusals } from '../resources/common.ts'
import { toEnrollment } from '../resources/enrollments.ts'

const inCourse = z.object({ slug })
const withId = (entity: string) => z.object({ slug, id: pathId(entity) })

/** A parameter that is there several times counts by its last value, as in Django. */
const parameter = z.union([z.string(), z.array(z.string()).transform((values) => values.at(-1))]).optional()

/** What a course has to work on, and what was handed in. */
export const courseWorkRoutes: FastifyPluginAsyncZod = async (server) => {
  server.get(
    '/courses/:slug/assignments/',
    { schema: { params: inCourse, response: { 200: assignmentList, ...refusals } } },
    async ({ caller, links, params }) => {
      const list = await caller.assignments.list({ course: params.slug, withNotation: true })
      return list.as === 'student' ? toStudentsList(links, list.pieces) : toTeachersList(links, list.pieces)
    },
  )

  server.get(
    '/courses/:slug/assignments/:id/',
    { schema: { params: withId('CourseAssignment'), response: { 200: assignment, ...refusals } } },
    async ({ caller, links, params: { slug: course, id } }) => {
      const row = await caller.assignments.get({ course, id })
      const me = await caller.auth.me()
      const mine = (await caller.enrollments.mine()).find((each) => each.course.slug === course)
      if (!mine) throw noMatch('Enrollment')
      return toAssignment(links, row, toEnrollment(links, mine, me))
    },
  )

  server.get(
    '/courses/:slug/activities/',
    { schema: { params: inCourse, response: { 200: z.array(activity), ...refusals } } },
    async ({ caller, params }) => (await caller.assignments.activities({ course: params.slug })).map(toActivity),
  )

  server.get(
    '/courses/:slug/activities/:id/',
    { schema: { params: withId('Activity'), response: { 200: activity, ...refusals } } },
    async ({ caller, params }) => {
      const rows = await caller.assignments.activities({ course: params.slug })
      const row = rows.find(({ id }) => id === params.id)
      if (!row) throw noMatch('Activity')
      return toActivity(row)
    },
  )

  server.get(
    '/courses/:slug/piece-plans/',
    { schema: { params: inCourse, response: { 200: z.array(piecePlan), ...refusals } } },
    async ({ caller, links, params }) =>
      (await caller.plans.ofCourse({ course: params.slug })).map((row) => toPiecePlan(links, row)),
  )

  server.get(
    '/courses/:slug/piece-plans/:id/',
    { schema: { params: withId('PiecePlan'), response: { 200: piecePlan, ...refusals } } },
    async ({ caller, links, params }) => {
      const rows = await caller.plans.ofCourse({ course: params.slug })
      const row = rows.find(({ id }) => id === params.id)
      if (!row) throw noMatch('PiecePlan')
      return toPiecePlan(links, row)
    },
  )

  server.get(
    '/courses/:slug/submissions/',
    { schema: { params: inCourse, response: { 200: z.array(submissionForGrading), ...refusals } } },
    async ({ caller, links, params: { slug: course } }) =>
      toSubmissionsForGrading(
        links,
        await caller.submissions.forGrading({ course }),
        await caller.courses.get({ course }),
      ),
  )

  server.get(
    '/courses/:slug/submissions/recent/',
    {
      schema: {
        summary: 'The latest submission of each student for a piece and an activity',
        params: inCourse,
        querystring: z.object({ piece_slug: parameter, activity_name: parameter }),
        response: { 200: z.array(submissionForGrading), ...refusals },
      },
    },
    async ({ caller, links, params: { slug: course }, query }) => {
      const { piece_slug: pieceSlug, activity_name: activityType } = query
      if (pieceSlug === undefined || activityType === undefined)
        throw new Refusal(400, { error: 'Missing piece_slug or activity_name (figure it out!) in get data' })
      return toSubmissionsForGrading(
        links,
        await caller.submissions.forGrading({ course, latestOf: { pieceSlug, activityType } }),
        await caller.courses.get({ course }),
      )
    },
  )

  server.get(
    '/courses/:slug/submissions/:id/',
    { schema: { params: withId('Submission'), response: { 200: submissionForGrading, ...refusals } } },
    async ({ caller, links, params: { slug: course, id } }) => {
      const found = await caller.submissions.forGrading({ course, id })
      const row = toSubmissionForGrading(links, found, await caller.courses.get({ course }))
      if (!row) throw noMatch('Submission')
      return row
    },
  )
}
