/** What resolves for whom, and in which order: pure decisions over rows that were read already. */

/**
 * The instrument a student plays for an assignment: the student's override, else the course assignment's, else the
 * enrollment's, else the user's. Null where none of them says.
 */
export const resolveInstrument = <T>(from: {
  override: T | null | undefined
  courseAssignment: T | null | undefined
  enrollment: T | null | undefined
  user: T | null | undefined
}): T | null => from.override ?? from.courseAssignment ?? from.enrollment ?? from.user ?? null

/** The part type that every student can read. */
export const fallbackPartType = 'Melody'

/** The part a student reads: the piece's part of the activity's part type, else its Melody. Null where it has neither. */
export const resolvePart = <T extends { partType: { name: string } }>(
  parts: readonly T[],
  partType: string | null,
): T | null =>
  parts.find((part) => part.partType.name === partType) ??
  parts.find((part) => part.partType.name === fallbackPartType) ??
  null

/** Where an activity stands without a plan: by the first word of its type. */
export const typeOrder = new Map(
  Object.entries({
    Melody: 1,
    Bassline: 2,
    Creativity: 3,
    Aural: 3,
    Exploratory: 3,
    Theoretical: 3,
    MelodyPost: 3.1,
    BasslinePost: 3.2,
    Reflection: 4,
    Connect: 5,
  }),
)

/** Unknown types stand last. */
export const lastInTypeOrder = 6

export const activityTypeOrder = (type: string): number => typeOrder.get(type.split(' ', 1)[0] ?? '') ?? lastInTypeOrder

export type Ordered = { id: number; piecePlanId: number | null; position: number | null; activity: { type: string } }

/** Within a piece: the plan's order, then what has no plan by its type; ids decide what is left. */
export const compareAssignments = (a: Ordered, b: Ordered): number => {
  const planned = Number(a.piecePlanId === null) - Number(b.piecePlanId === null)
  if (planned !== 0) return planned
  const order =
    a.piecePlanId !== null
      ? (a.position ?? Number.MAX_SAFE_INTEGER) - (b.position ?? Number.MAX_SAFE_INTEGER)
      : activityTypeOrder(a.activity.type) - activityTypeOrder(b.activity.type)
  return order || a.id - b.id
}

const usualTypes = ['Melody', 'Bassline', 'Creativity', 'Reflection', 'MelodyPost', 'BasslinePost']

const connectTypes = new Map(
  Object.entries({
    'The Favorite': 'Connect Benjamin',
    'Freedom 2040 (Band)': 'Connect Green',
    'Freedom 2040 (Orchestra)': 'Connect Green',
    'Down by the Riverside': 'Connect Danyew',
    'Deep River': 'Connect Danyew',
    'I Want to be Ready': 'Connect Danyew',
  }),
)

/** The activity types that a piece brings when it is assigned without a plan, in their order. */
export const activityTypesOfPiece = (pieceName: string): string[] => {
  const connect = connectTypes.get(pieceName)
  return connect === undefined ? usualTypes : [...usualTypes, connect]
}
