/** How far students are in their activities, and the log of what they did. */
import type { Json } from '../json.ts'
import { append, type Conversion, readBatches } from './conversion.ts'
import { parseTime } from './fields.ts'
import { silent } from './ledger.ts'
import type { Repair } from './repairs.ts'
import type { Row } from './tables.ts'
import type { Place } from './work.ts'

type ProgressRow = Row<'submissions_activityprogress'>

type JsonObject = { [key: string]: Json }

export type Event = { at: string; step: number; operation: string; data: JsonObject }

type Progress = {
  id: number
  currentStep: number
  completions: { [step: string]: Json[] }
  responses: JsonObject
  email: string | null
  audioUrl: string | null
  editHistory: Json[]
  metadata: JsonObject
  createdAt: string
  updatedAt: string
  events: Event[]
}

/** Where progress belongs; the reason where it belongs nowhere. */
export type ProgressPlacing = (row: ProgressRow) => { courseAssignmentId: number; enrollmentId: number } | string

/** After the remodel: progress says itself where it belongs. */
export const ownProgressPlace =
  ({ ids }: Conversion): ProgressPlacing =>
  ({ course_assignment_id, enrollment_id }) => {
    const courseAssignmentId = ids('course_assignments').get(course_assignment_id)
    const enrollmentId = ids('enrollments').get(enrollment_id)
    if (courseAssignmentId === null) return `assignment ${course_assignment_id}`
    if (enrollmentId === null) return `enrollment ${enrollment_id}`
    return { courseAssignmentId, enrollmentId }
  }

/** Before the remodel: where the assignment it was for has gone. */
export const oldProgressPlace =
  (places: Map<number, Place>): ProgressPlacing =>
  ({ assignment_id }) =>
    places.get(assignment_id ?? 0) ?? `assignment ${assignment_id}`

export const convertProgress = async (conversion: Conversion, placeOf: ProgressPlacing): Promise<void> => {
  const { ids, ledger, target } = conversion
  const from = 'submissions_activityprogress'
  const rowsOf = new Map<string, number>()
  for await (const batch of readBatches({ ...conversion, ledger: silent }, from))
    for (const row of batch) {
      const place = placeOf(row)
      if (typeof place === 'string') continue
      const key = `${place.courseAssignmentId}:${place.enrollmentId}`
      rowsOf.set(key, (rowsOf.get(key) ?? 0) + 1)
    }

  let eventId = 0
  type Placed = { progress: Progress; courseAssignmentId: number; enrollmentId: number }
  const write = async (placed: Placed[]): Promise<void> => {
    for (const { progress } of placed) ids('activity_progress').add(progress.id)
    await target.write(
      'activity_progress',
      placed.map(({ progress, courseAssignmentId, enrollmentId }) => ({
        id: progress.id,
        course_assignment_id: courseAssignmentId,
        enrollment_id: enrollmentId,
        current_step: progress.currentStep,
        step_completions: progress.completions,
        question_responses: progress.responses,
        participant_email: progress.email,
        current_audio_url: progress.audioUrl,
        audio_edit_history: progress.editHistory,
        audio_metadata: progress.metadata,
        created_at: progress.createdAt,
        updated_at: progress.updatedAt,
      })),
    )
    const events = placed.flatMap(({ progress }) =>
      progress.events.map((event) => {
        eventId += 1
        return { id: eventId, progress_id: progress.id, ...event }
      }),
    )
    await target.write('activity_events', events)
  }

  const together = new Map<string, Placed[]>()
  for await (const batch of readBatches(conversion, from)) {
    const alone: Placed[] = []
    for (const row of batch) {
      const place = placeOf(row)
      if (typeof place === 'string') {
        ledger.found('skipped', from, row.id, 'missing-row', place)
        continue
      }
      const progress = readProgress(row, (repair, detail) => ledger.found('repaired', from, row.id, repair, detail))
      const key = `${place.courseAssignmentId}:${place.enrollmentId}`
      if (rowsOf.get(key) === 1)
        alone.push({ progress, courseAssignmentId: place.courseAssignmentId, enrollmentId: place.enrollmentId })
      else
        append(together, key, {
          progress,
          courseAssignmentId: place.courseAssignmentId,
          enrollmentId: place.enrollmentId,
        })
    }
    await write(alone)
  }
  for (const rows of together.values()) {
    const progress = rows.map((row) => row.progress).reduce(mergeProgress)
    for (const {
      progress: { id },
    } of rows)
      if (id !== progress.id) ledger.found('merged', from, id, 'duplicate', String(progress.id))
    await write([{ ...(rows[0] as Placed), progress }])
  }
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

type Say = (repair: Repair, detail?: string) => void

const object = (value: Json, say: Say): JsonObject => {
  if (value === null) return {}
  if (isObject(value)) return value
  say('unexpected-json', brief(value))
  return { unreadable: value }
}

const list = (value: Json, say: Say): Json[] => {
  if (value === null) return []
  if (Array.isArray(value)) return value
  if (!(isObject(value) && Object.keys(value).join() === 'unreadable')) say('unexpected-json', brief(value))
  return [value]
}

const brief = (value: Json): string => JSON.stringify(value).slice(0, 60)

const readProgress = (row: ProgressRow, say: Say): Progress => {
  const createdAt = row.created_at ?? row.updated_at
  const step = row.current_step ?? 1
  const currentStep = Math.min(4, Math.max(1, step))
  if (currentStep !== step) say('step-range', String(row.current_step))
  const completions = object(row.step_completions, say)
  const start = createdAt ?? '1970-01-01T00:00:00.000000Z'
  return {
    id: row.id,
    currentStep,
    completions: Object.fromEntries(
      Object.entries(completions).map(([key, value]) => [key, Array.isArray(value) ? value : [value]]),
    ),
    responses: object(row.question_responses, say),
    email: row.participant_email,
    audioUrl: row.current_audio_url,
    editHistory: list(row.audio_edit_history, say),
    metadata: object(row.audio_metadata, say),
    createdAt: start,
    updatedAt: row.updated_at ?? start,
    events: list(row.activity_logs, say).map((entry) => readEvent(entry, { at: start, step: currentStep }, say)),
  }
}

/**
 * One entry of a log. Their times have no zone as a rule: the backend ran on UTC. What has no place of its own stays in the
 * data.
 */
const readEvent = (entry: Json, unless: { at: string; step: number }, say: Say): Event => {
  if (!isObject(entry)) {
    say('unexpected-json', brief(entry))
    return { ...unless, operation: 'unreadable', data: { unreadable: entry } }
  }
  const { timestamp = null, step = null, operation = null, data = null, ...others } = entry
  const time = parseTime(timestamp)
  const fits = typeof step === 'number' && Number.isInteger(step) && step >= 0 && step <= 2_147_483_647
  const named = typeof operation === 'string'
  const rest: JsonObject = {
    ...(time ? {} : timestamp === null ? {} : { timestamp }),
    ...(fits || step === null ? {} : { step }),
    ...(named || operation === null ? {} : { operation }),
    ...others,
  }
  if (!time || !fits || !named) say('log-entry', brief(entry))
  return {
    at: time?.at ?? unless.at,
    step: fits ? step : unless.step,
    operation: named ? operation : 'unknown',
    data: { ...rest, ...(data === null ? {} : isObject(data) ? data : { data }) },
  }
}

/**
 * Two rows of progress on one assignment as one, with nothing of either lost. The row that was changed last wins; what it
 * takes the place of is kept as an event of the log.
 */
export const mergeProgress = (a: Progress, b: Progress): Progress => {
  const [older, newer] = b.updatedAt >= a.updatedAt ? [a, b] : [b, a]
  const replaced: JsonObject = {}
  const answers = Object.entries(older.responses).filter(
    ([question, answer]) => question in newer.responses && !same(answer, newer.responses[question] as Json),
  )
  if (answers.length > 0) replaced.question_responses = Object.fromEntries(answers)

  const pick = <T extends Json>(name: string, old: T, young: T, isEmpty: (value: T) => boolean): T => {
    if (isEmpty(young)) return old
    if (!isEmpty(old) && !same(old, young)) replaced[name] = old
    return young
  }
  const noText = (value: string | null): boolean => value === null || value === ''
  const merged = {
    email: pick('participant_email', older.email, newer.email, noText),
    audioUrl: pick('current_audio_url', older.audioUrl, newer.audioUrl, noText),
    editHistory: pick('audio_edit_history', older.editHistory, newer.editHistory, (value) => value.length === 0),
    metadata: pick('audio_metadata', older.metadata, newer.metadata, (value) => Object.keys(value).length === 0),
  }
  const kept: Event[] =
    Object.keys(replaced).length === 0
      ? []
      : [{ at: older.updatedAt, step: older.currentStep, operation: 'replaced_by_import', data: replaced }]
  return {
    ...merged,
    id: Math.min(a.id, b.id),
    currentStep: Math.max(a.currentStep, b.currentStep),
    completions: mergeCompletions(older.completions, newer.completions),
    responses: { ...older.responses, ...newer.responses },
    createdAt: [a.createdAt, b.createdAt].sort()[0] as string,
    updatedAt: newer.updatedAt,
    events: [...older.events, ...newer.events, ...kept].sort((x, y) => (x.at < y.at ? -1 : x.at > y.at ? 1 : 0)),
  }
}

const mergeCompletions = (older: Progress['completions'], newer: Progress['completions']): Progress['completions'] => {
  const merged: Progress['completions'] = { ...older }
  for (const [step, done] of Object.entries(newer)) {
    const before = merged[step] ?? []
    merged[step] = [...before, ...done.filter((item) => !before.some((other) => same(item, other)))]
  }
  return merged
}

const same = (a: Json, b: Json): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))

const sorted = (value: Json): Json =>
  Array.isArray(value)
    ? value.map(sorted)
    : isObject(value)
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, item]) => [key, sorted(item)]),
        )
      : value
