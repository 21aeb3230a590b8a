import { z } from 'zod'
import { id, inCourse, json, jsonList, jsonObject, requiredText, text } from '../schemas.ts'

const onAssignment = inCourse.extend({ courseAssignmentId: id })

/** Activities have four steps. */
export const step = z.int().min(1).max(32_767)

export const openProgressInput = onAssignment.extend({
  events: z.int().min(0).max(100_000).default(1000).describe('How many of the latest events to answer'),
})
export type OpenProgressInput = z.infer<typeof openProgressInput>

export const logEventInput = onAssignment.extend({
  operation: requiredText(200),
  step,
  data: jsonObject(20_000).default({}),
  email: text(254).default(''),
})
export type LogEventInput = z.infer<typeof logEventInput>

/** How long ago an event may have happened: a laptop may lie in a bag over the summer. */
const longestAgo = 120 * 24 * 60 * 60 * 1000

export const logEventsInput = onAssignment.extend({
  events: z
    .array(
      z.object({
        key: z.uuid().describe('Made by the client: an event that comes again with its key is kept once'),
        operation: requiredText(200),
        step,
        data: jsonObject(2000).default({}),
        ago: z.int().min(0).max(longestAgo).describe('How long before this call it happened, in milliseconds'),
      }),
    )
    .min(1)
    .max(200),
})
export type LogEventsInput = z.infer<typeof logEventsInput>

export const submitStepInput = onAssignment.extend({
  step: step.optional().describe('The one that the asker is at, unless told'),
  questionResponses: jsonObject(100_000).default({}),
})
export type SubmitStepInput = z.infer<typeof submitStepInput>

export const saveResponseInput = onAssignment.extend({ questionId: requiredText(200), response: json(50_000) })
export type SaveResponseInput = z.infer<typeof saveResponseInput>

export const saveAudioStateInput = onAssignment.extend({
  audioUrl: text(5000).nullable().optional(),
  editHistory: jsonList(500_000).optional(),
  metadata: jsonObject(50_000).optional(),
})
export type SaveAudioStateInput = z.infer<typeof saveAudioStateInput>

export const progressOfAssignmentInput = onAssignment
export type ProgressOfAssignmentInput = z.infer<typeof progressOfAssignmentInput>
