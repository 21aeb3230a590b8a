export type Deadline = { courseAssignmentId: number; deadline: string | null }

/** A day some days later, or earlier. */
export const shiftDay = (day: string, days: number): string => {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** The deadlines that there are, moved by some days. */
export const shifted = (assignments: { id: number; deadline: string | null }[], days: number): Deadline[] =>
  assignments.flatMap(({ id, deadline }) =>
    deadline === null ? [] : [{ courseAssignmentId: id, deadline: shiftDay(deadline, days) }],
  )
