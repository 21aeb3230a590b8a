/** How students stand with assignments: pure decisions over what the server answers. */
import type { Outputs } from '../../api/client.ts'
import { kindOf, titleOf } from '../../music/activity-kind.ts'
import { criteria } from '../../music/marks.ts'
import { daysUntil } from '../../text/time.ts'
import type { AssignedPieceRow } from '../assignments/assigned.ts'

export type Standing = Outputs['submissions']['standings'][number]

export type Column = {
  id: number
  pieceName: string
  activity: string
  deadline: string | null
  /** Only those whom a group gives it to have it. */
  isShared: boolean
  /** It is done in steps, and nothing is handed in for it. */
  hasSteps: boolean
}

export type CellState = 'missing' | 'late' | 'handed-in' | 'graded' | 'finished' | 'none'
export type Cell = {
  state: CellState
  /** How many steps are finished of an activity that is under way; null of every other. */
  steps: number | null
  /** The mean of the marks; null without any. */
  mean: number | null
  isLateWork: boolean
}

/** The assignments of a course, one column each, in the order of the list. */
export const columnsOf = (pieces: AssignedPieceRow[]): Column[] =>
  pieces.flatMap(({ piece, assignments }) =>
    assignments.map(({ id, activity, deadline, audience }) => ({
      id,
      pieceName: piece.name,
      activity: titleOf(activity),
      deadline,
      isShared: audience === 'MEMBERS',
      hasSteps: kindOf(activity) === 'steps',
    })),
  )

type Marks = NonNullable<Standing['grade']>

/** The mean of the marks that were given, to two places. */
export const meanOf = (marks: Marks): number | null => {
  const given = criteria.flatMap((criterion) => marks[criterion] ?? [])
  if (given.length === 0) return null
  return Math.round((100 * given.reduce((sum, mark) => sum + mark, 0)) / given.length) / 100
}

const keyOf = (enrollmentId: number, courseAssignmentId: number): string => `${enrollmentId}:${courseAssignmentId}`

export type Gradebook = (enrollmentId: number, column: Column) => Cell

/** The local day of a point in time, `YYYY-MM-DD`. */
const dayOf = (iso: string): string => {
  const at = new Date(iso)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

/** Finds how a student stands with an assignment on a day. */
export const gradebookOf = (standings: Standing[], today: string): Gradebook => {
  const found = new Map(standings.map((row) => [keyOf(row.enrollmentId, row.courseAssignmentId), row]))
  const plain = { steps: null, mean: null, isLateWork: false }
  return (enrollmentId, { id, deadline, isShared, hasSteps }) => {
    const row = found.get(keyOf(enrollmentId, id))
    const due = row?.deadline ?? deadline
    const isAfterDue = (at: string): boolean => due !== null && daysUntil(dayOf(at), due) > 0
    const finishedAt = hasSteps ? row?.progress?.finishedAt : null
    if (row?.submittedAt) {
      const isLateWork = isAfterDue(row.submittedAt)
      if (!row.grade) return { ...plain, state: 'handed-in', isLateWork }
      return { ...plain, state: 'graded', mean: meanOf(row.grade), isLateWork }
    }
    if (finishedAt) return { ...plain, state: 'finished', isLateWork: isAfterDue(finishedAt) }
    if (isShared && !row) return { ...plain, state: 'none' }
    const isLate = due !== null && daysUntil(due, today) < 0
    const steps = hasSteps && row?.progress ? row.progress.currentStep - 1 : null
    return { ...plain, state: isLate ? 'late' : 'missing', steps }
  }
}
