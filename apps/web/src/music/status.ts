/** How an assignment stands for a student: pure decisions over what the server answers. */
import type { Outputs } from '../api/client.ts'
import { daysUntil } from '../text/time.ts'
import { kindOf } from './activity-kind.ts'

export type PieceOfMusic = Outputs['assignments']['mine'][number]
export type Assignment = PieceOfMusic['assignments'][number]
export type Submission = Assignment['submissions'][number]

export type Status = 'graded' | 'handed-in' | 'finished' | 'late' | 'open'

type Standing = Pick<Assignment, 'deadline' | 'progress'> & {
  submissions: Pick<Submission, 'grade'>[]
  activity: Pick<Assignment['activity'], 'type' | 'category' | 'numberOfSubmissions'>
}

/** Whether everything that the activity asks for is handed in; of one in steps, whether all of them are finished. */
export const isDone = ({ submissions, activity, progress }: Standing): boolean =>
  kindOf(activity) === 'steps'
    ? progress !== null && progress.finishedAt !== null
    : submissions.length >= Math.max(1, activity.numberOfSubmissions)

/**
 * How an assignment stands on a day: `graded` once a teacher has graded any of it, `finished` with all
 * of its steps, `late` where something is missing after
 * its deadline.
 */
export const statusOf = (assignment: Standing, today: string): Status => {
  if (assignment.submissions.some(({ grade }) => grade !== null)) return 'graded'
  if (isDone(assignment)) return kindOf(assignment.activity) === 'steps' ? 'finished' : 'handed-in'
  const { deadline } = assignment
  return deadline !== null && daysUntil(deadline, today) < 0 ? 'late' : 'open'
}

export type Progress = { done: number; all: number }

/** How many of some assignments are done. */
export const progressOf = (assignments: Standing[]): Progress => ({
  done: assignments.filter(isDone).length,
  all: assignments.length,
})

/** What a student does best now: what is due first, without a deadline what comes first. */
export const nextOf = <T extends Standing>(assignments: T[]): T | null => {
  const missing = assignments.filter((assignment) => !isDone(assignment))
  const dated = missing.filter(({ deadline }) => deadline !== null)
  const [soonest] = dated.sort((a, b) => (a.deadline ?? '').localeCompare(b.deadline ?? ''))
  return soonest ?? missing[0] ?? null
}

/** The latest recording among some assignments, of whichever of them. */
export const lastTakeOf = <T extends Pick<Submission, 'id' | 'attachments'>>(
  assignments: { submissions: T[] }[],
): T | null =>
  assignments
    .flatMap(({ submissions }) => submissions)
    .filter(({ attachments }) => attachments.some(({ contentType }) => /^(audio|video)\//.test(contentType)))
    .reduce<T | null>((last, take) => (last === null || take.id > last.id ? take : last), null)

/** The latest submission that a teacher has graded. */
export const gradedOf = (submissions: Submission[]): Submission | null =>
  submissions.findLast(({ grade }) => grade !== null) ?? null
