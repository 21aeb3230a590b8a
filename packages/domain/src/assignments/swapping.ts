/** Who may trade places with whom in the groups of a telephone plan: pure decisions over places that were read already. */

/** A student who has an activity in a group. */
export type Place = { id: number; group: number; student: number; activity: number }

/**
 * What stands in the way of two students trading places: nothing (null), that it is one student, or that one of them has
 * the other's activity in another group, and would have it twice.
 */
export const whatStopsSwap = (
  places: readonly Place[],
  first: Place,
  second: Place,
): null | { reason: 'same student' } | { reason: 'twice'; student: number } => {
  if (first.student === second.student) return { reason: 'same student' }
  // They go from one group to another with the activity that they have.
  if (first.activity === second.activity) return null
  const holds = (student: number, activity: number): boolean =>
    places.some((place) => place.student === student && place.activity === activity)
  if (holds(first.student, second.activity)) return { reason: 'twice', student: first.student }
  if (holds(second.student, first.activity)) return { reason: 'twice', student: second.student }
  return null
}

/** Both places after the trade: each keeps its group and its activity, and has the other's student. */
export const swapped = (first: Place, second: Place): [Place, Place] => [
  { ...first, student: second.student },
  { ...second, student: first.student },
]
