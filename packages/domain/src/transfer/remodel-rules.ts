/** How the assignments of single students become one of their course: pure decisions. */

/** One student's assignment, as the backend kept it before its remodel, with every reference looked up. */
export type OldAssignment = {
  id: number
  enrollmentId: number
  courseId: number
  activityId: number
  pieceId: number
  partId: number | null
  planId: number | null
  instrumentId: number | null
  groupId: number | null
  deadline: string | null
  createdAt: string
}

export type Override = { enrollmentId: number; instrumentId: number | null; deadline: string | null }

export type Remodelled = {
  planId: number | null
  instrumentId: number | null
  deadline: string | null
  createdAt: string
  overrides: Override[]
  /** The row that a student saw, of several the newest. */
  current: OldAssignment[]
}

/**
 * One course assignment of all rows for the same activity and piece in a course.
 *
 * - deadline: the one that most rows have, of equals the latest; where a row has none, none. Whoever has another one gets
 *   an override.
 * - instrument: one that every student of the course (two or more) has a row with, where it is not what they play anyway.
 *   Whoever has another one than then resolves gets an override.
 * - plan: the one that most rows name, of equals that of the newest row.
 */
export const remodel = (
  rows: readonly OldAssignment[],
  students: readonly number[],
  ownInstrument: (enrollmentId: number) => number | null,
): Remodelled => {
  const newestFirst = [...rows].sort((a, b) => compare(b.createdAt, a.createdAt) || b.id - a.id)
  const currentOf = new Map<number, OldAssignment>()
  for (const row of newestFirst) if (!currentOf.has(row.enrollmentId)) currentOf.set(row.enrollmentId, row)
  const current = [...currentOf.values()].sort((a, b) => a.id - b.id)

  const played = new Map(current.map((row) => [row.enrollmentId, row.instrumentId ?? ownInstrument(row.enrollmentId)]))
  const deadline = commonDeadline(current)
  const instrumentId = commonInstrument(played, students, ownInstrument)
  const overrides = current.flatMap((row): Override[] => {
    const plays = played.get(row.enrollmentId) ?? null
    const own = {
      enrollmentId: row.enrollmentId,
      instrumentId: plays === (instrumentId ?? ownInstrument(row.enrollmentId)) ? null : plays,
      deadline: row.deadline === deadline ? null : row.deadline,
    }
    return own.instrumentId === null && own.deadline === null ? [] : [own]
  })
  return {
    planId: mostNamed(newestFirst.flatMap(({ planId }) => (planId === null ? [] : [planId]))),
    instrumentId,
    deadline,
    createdAt: newestFirst.at(-1)?.createdAt ?? '',
    overrides,
    current,
  }
}

/** An override cannot say "none", so one row without a deadline keeps the course from having one. */
const commonDeadline = (current: OldAssignment[]): string | null => {
  const deadlines = current.flatMap(({ deadline }) => (deadline === null ? [] : [deadline]))
  if (deadlines.length < current.length) return null
  return mostNamed(deadlines.sort().reverse())
}

/** None where somebody plays none: an override cannot say that either. */
const commonInstrument = (
  played: Map<number, number | null>,
  students: readonly number[],
  ownInstrument: (enrollmentId: number) => number | null,
): number | null => {
  const ofStudents = new Set(students.map((student) => played.get(student) ?? null))
  const [instrument = null] = ofStudents
  if (students.length < 2 || ofStudents.size !== 1 || [...played.values()].includes(null)) return null
  return students.some((student) => ownInstrument(student) !== instrument) ? instrument : null
}

/** Of those named equally often, the first one. */
const mostNamed = <T>(values: T[]): T | null => {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let most: T | null = null
  for (const [value, count] of counts) if (most === null || count > (counts.get(most) ?? 0)) most = value
  return most
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
