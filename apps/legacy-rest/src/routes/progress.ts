import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { pathId, slug } from '../fields.ts'
import { refusals } from '../resources/common.ts'
import { audioState, event, finishedStep, progress, response, toProgress } from '../resources/progress.ts'

const params = z.object({ slug, assignment: pathId('CourseAssignment') })

const target = ({ slug: course, assignment: courseAssignmentId }: z.infer<typeof params>) => ({
  course,
  courseAssignmentId,
})

const answers = { 200: progress, ...refusals }

/** How far the asker is with an assignment. Every action answers with the whole of it. */
export const progressRoutes: FastifyPluginAsyncZod = async (server) => {
  server.get(
    '/courses/:slug/assignments/:assignment/activity-progress/',
    { schema: { params, response: answers } },
    async ({ caller, params }) => toProgress(await caller.progress.open(target(params))),
  )

  const config = { oneMessage: true }

  server.post(
    '/courses/:slug/assignments/:assignment/activity-progress/log_event/',
    { config, schema: { params, body: event, response: answers } },
    async ({ caller, params, body: { operation, step, data, email } }) => {
      await caller.progress.logEvent({ ...target(params), operation, step, data: objectOf(data), email: email ?? '' })
      return toProgress(await caller.progress.open(target(params)))
    },
  )

  server.post(
    '/courses/:slug/assignments/:assignment/activity-progress/submit_step/',
    { config, schema: { params, body: finishedStep, response: answers } },
    async ({ caller, params, body: { step, question_responses: questionResponses } }) => {
      await caller.progress.submitStep({
        ...target(params),
        step: step ?? undefined,
        questionResponses: objectOf(questionResponses),
      })
      return toProgress(await caller.progress.open(target(params)))
    },
  )

  server.post(
    '/courses/:slug/assignments/:assignment/activity-progress/save_response/',
    { config, schema: { params, body: response, response: answers } },
    async ({ caller, params, body: { question_id: questionId, response: given = '' } }) => {
      // An answer to no question is none.
      if (questionId) await caller.progress.saveResponse({ ...target(params), questionId, response: given as string })
      return toProgress(await caller.progress.open(target(params)))
    },
  )

  server.post(
    '/courses/:slug/assignments/:assignment/activity-progress/save_audio_state/',
    { config, schema: { params, body: audioState, response: answers } },
    async ({ caller, params, body: { audio_url: audioUrl, edit_history: editHistory, metadata } }) => {
      await caller.progress.saveAudioState({
        ...target(params),
        audioUrl,
        editHistory: editHistory as never,
        metadata: metadata as never,
      })
      return toProgress(await caller.progress.open(target(params)))
    },
  )
}

/** The procedure says whether it is one. */
const objectOf = (value: unknown) => (value ?? undefined) as { [key: string]: string } | undefined
