import { z } from 'zod'
import type { Outputs } from '../caller.ts'
import { json } from '../fields.ts'
import { time } from './common.ts'

const object = z.record(z.string(), z.unknown())

export const progress = z
  .strictObject({
    id: z.int(),
    course_assignment: z.int(),
    enrollment: z.int(),
    current_step: z.int(),
    step_completions: z.record(z.string(), z.array(z.string())),
    /** The latest thousand. */
    activity_logs: z.array(z.strictObject({ timestamp: time, step: z.int(), operation: z.string(), data: object })),
    question_responses: object,
    participant_email: z.string().nullable(),
    current_audio_url: z.string().nullable(),
    audio_edit_history: z.array(z.unknown()),
    audio_metadata: object,
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'ActivityProgress' })
export type Progress = z.infer<typeof progress>

type Row = Outputs['progress']['open']

export const toProgress = (row: Row): Progress => ({
  id: row.id,
  course_assignment: row.courseAssignmentId,
  enrollment: row.enrollmentId,
  current_step: row.currentStep,
  step_completions: row.stepCompletions,
  activity_logs: row.events.map(({ at, step, operation, data }) => ({ timestamp: at, step, operation, data })),
  question_responses: row.questionResponses,
  participant_email: row.participantEmail,
  current_audio_url: row.currentAudioUrl,
  audio_edit_history: row.audioEditHistory,
  audio_metadata: row.audioMetadata,
  created_at: row.createdAt,
  updated_at: row.updatedAt,
})

/** As the views of the backend read these: by hand, and with one message for all that is wrong. */
const step = z.union(
  [
    z.int(),
    z
      .string()
      .regex(/^\s*-?\d{1,9}\s*$/)
      .transform(Number),
  ],
  {
    error: (issue) => (issue.input === undefined || issue.input === null ? undefined : 'step must be a number'),
  },
)

const text = z.union([z.string(), z.number().transform(String)], {
  error: (issue) => (issue.input === undefined || issue.input === null ? undefined : 'must be text'),
})

export const event = z.object({ operation: text, step, data: json.optional(), email: text.nullish() })

export const finishedStep = z.object({ step: step.nullish(), question_responses: json.optional() })

export const response = z.object({ question_id: text.nullish(), response: json.optional() })

export const audioState = z.object({
  audio_url: text.nullable().optional(),
  edit_history: json.optional(),
  metadata: json.optional(),
})
