/**
 * Who does what in a telephone plan. Afterwards every student has an activity, every group has each activity once, and
 * nobody has the same activity twice, whatever groups there were.
 */
export type Member = { student: number; activity: number }

export type Group = { id: number; members: readonly Member[] }

export type Grouping = {
  /** Members to add; `group` is an existing group's id, or null with the index of a new group in `newGroup`. */
  additions: (Member & ({ group: number; newGroup: null } | { group: null; newGroup: number }))[]
  newGroups: number
  /** Groups to give up, their members moved into others: only where students left and there are too many groups. */
  moves: (Member & { from: number; to: number })[]
  dissolved: number[]
}

export type GroupingInput = {
  /** Every student of the course. */
  students: readonly number[]
  /** The plan's activities, in its order. */
  activities: readonly number[]
  groups: readonly Group[]
  /** From 0 up to, not including, 1. */
  random: () => number
}

type Draft = { id: number | null; members: Member[]; added: Member[] }

/**
 * Keeps every group, and places whoever has no activity yet: first where groups lack somebody, then in new groups, of
 * which the last is filled up with students of other groups, who then have two activities. Needs at least as many
 * students as activities. Asked again with its own result, it adds nothing.
 *
 * There are never more groups than students, because each group needs a holder of its own for each activity. That is
 * also enough: an activity held h times in g groups lacks g - h holders, and of s >= g students s - h do not hold it.
 */
export const groupStudents = ({ students, activities, groups, random }: GroupingInput): Grouping => {
  const enrolled = new Set(students)
  const assigned = new Set(activities)
  const existing: Draft[] = groups.map(({ id, members }) => ({
    id,
    members: members.filter(({ student, activity }) => enrolled.has(student) && assigned.has(activity)),
    added: [],
  }))
  const { kept, moves, dissolved } = dissolveSurplus(existing, students.length)
  const drafts = kept
  const holdings = new Map<number, Set<number>>(students.map((student) => [student, new Set()]))
  for (const { members } of drafts) for (const { student, activity } of members) holdings.get(student)?.add(activity)

  const place = (draft: Draft, member: Member): void => {
    draft.members.push(member)
    draft.added.push(member)
    holdings.get(member.student)?.add(member.activity)
  }

  const unplaced = shuffle(
    students.filter((student) => holdings.get(student)?.size === 0),
    random,
  )
  for (const [draft, activity] of vacancies(drafts, activities)) {
    const student = unplaced.pop()
    if (student === undefined) break
    place(draft, { student, activity })
  }
  while (unplaced.length > 0) {
    const draft: Draft = { id: null, members: [], added: [] }
    drafts.push(draft)
    for (const activity of activities) {
      const student = unplaced.pop()
      if (student === undefined) break
      place(draft, { student, activity })
    }
  }
  const fillers = shuffle(students, random)
  for (const [draft, activity] of vacancies(drafts, activities)) {
    const student = leastBurdened(fillers, holdings, activity, draft)
    if (student !== undefined) place(draft, { student, activity })
  }

  const created = drafts.filter(({ id }) => id === null)
  return {
    additions: drafts.flatMap(({ id, added }, index) =>
      added.map((member) =>
        id === null
          ? { ...member, group: null, newGroup: index - (drafts.length - created.length) }
          : { ...member, group: id, newGroup: null },
      ),
    ),
    newGroups: created.length,
    moves,
    dissolved,
  }
}

const lacks = ({ members }: Draft, activity: number): boolean => !members.some((member) => member.activity === activity)

const vacancies = (drafts: Draft[], activities: readonly number[]): [Draft, number][] =>
  drafts.flatMap((draft) =>
    activities.filter((activity) => lacks(draft, activity)).map((activity): [Draft, number] => [draft, activity]),
  )

/** Whoever lacks the activity and has least to do; somebody outside the group where there is one. */
const leastBurdened = (
  students: readonly number[],
  holdings: ReadonlyMap<number, ReadonlySet<number>>,
  activity: number,
  { members }: Draft,
): number | undefined => {
  const burden = (student: number): number =>
    (holdings.get(student)?.size ?? 0) + (members.some((member) => member.student === student) ? 1000 : 0)
  let best: number | undefined
  for (const student of students) {
    if (holdings.get(student)?.has(activity)) continue
    if (best === undefined || burden(student) < burden(best)) best = student
  }
  return best
}

/** Gives up the emptiest groups where there are more groups than students; their members find vacancies elsewhere. */
const dissolveSurplus = (
  drafts: Draft[],
  students: number,
): Pick<Grouping, 'moves' | 'dissolved'> & { kept: Draft[] } => {
  const surplus = drafts.length - students
  if (surplus <= 0) return { kept: drafts, moves: [], dissolved: [] }
  const byMembers = [...drafts].sort((a, b) => a.members.length - b.members.length)
  const given = new Set(byMembers.slice(0, surplus))
  const kept = drafts.filter((draft) => !given.has(draft))
  const moves: Grouping['moves'] = []
  for (const draft of given) {
    for (const member of draft.members) {
      const target = kept.find((candidate) => lacks(candidate, member.activity))
      if (!target || draft.id === null || target.id === null) continue
      target.members.push(member)
      moves.push({ ...member, from: draft.id, to: target.id })
    }
  }
  return { kept, moves, dissolved: [...given].flatMap(({ id }) => (id === null ? [] : [id])) }
}

const shuffle = <T>(items: readonly T[], random: () => number): T[] => {
  const shuffled = [...items]
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    ;[shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T]
  }
  return shuffled
}
