/** Two who assign the same plan to the same course. */
import { dataOf, isDone, mutate, query } from './asking.ts'
import { atOnce, freshCourse, type Kind, type Proof, type Setting } from './kind.ts'

const pieceId = 5

/** Each of the two who assigned is in the audit trail with every assignment: assigning again writes them again. */
const audited =
  (courseId: number, made: () => number): Proof =>
  async (sql) => {
    const [row] = await sql<{ ids: number; different: number }>(
      `SELECT count(*)::int AS ids, count(DISTINCT written)::int AS different
       FROM audit_entries, unnest(subject_ids) written
       WHERE course_id = $1 AND action = 'assignments.assignPlan' AND subject_type = 'CourseAssignment'`,
      [courseId],
    )
    return row?.ids === 2 * made() && row.different === made()
      ? []
      : [`the audit trail names ${row?.ids} assignments (${row?.different} different ones) instead of twice ${made()}`]
  }

type Assigned = { slug: string; teacher: number; planId: number; activities: number; look: () => Promise<string[]> }

/** Every round ends with the piece taken out again, which tells how often it was in. */
const roundsOf = ({ left, right }: Setting, { slug, teacher, planId, activities, look }: Assigned) => {
  let made = 0
  return {
    made: () => made,
    round: async (nth: number) => {
      const assign = (address: string) => () =>
        mutate(address, teacher, 'assignments.assignPlan', { course: slug, planId })
      const heard = await atOnce(nth, assign(left), assign(right))
      const wrong = heard.every(isDone) ? await look() : ['one of the two was refused']
      const out = await mutate(left, teacher, 'assignments.unassign', { course: slug, pieceId })
      const { removed } = dataOf<{ removed: number }>(out)
      made += removed
      if (removed !== activities) wrong.push(`${removed} assignments instead of ${activities}`)
      return { heard, wrong }
    },
  }
}

export const assignPlan: Kind = {
  name: 'assign a plan',
  begin: async (setting) => {
    const { id, slug, teacher } = await freshCourse(setting, 1)
    const { round, made } = roundsOf(setting, { slug, teacher, planId: 5, activities: 6, look: async () => [] })
    return { round, prove: audited(id, made) }
  },
}

const students = 8
const shared = ['Melody', 'Bassline', 'Creativity']

type Groups = { members: { enrollmentId: number; courseAssignmentId: number }[] }[]

const wrongWith = (groups: Groups): string[] => {
  const places = groups.flatMap(({ members }) => members)
  const pairs = new Set(places.map(({ enrollmentId, courseAssignmentId }) => `${enrollmentId} ${courseAssignmentId}`))
  const placed = new Set(places.map(({ enrollmentId }) => enrollmentId)).size
  const whole = groups.every(
    ({ members }) =>
      members.length === shared.length &&
      new Set(members.map(({ courseAssignmentId }) => courseAssignmentId)).size === shared.length,
  )
  return [
    ...(placed === students ? [] : [`${students - placed} students without an activity`]),
    ...(pairs.size === places.length ? [] : ['a student has the same activity twice']),
    ...(whole ? [] : ['a group does not have each activity once']),
    ...(groups.length === Math.ceil(students / shared.length) ? [] : [`${groups.length} groups`]),
  ]
}

export const assignTelephone: Kind = {
  name: 'assign a telephone plan',
  begin: async (setting) => {
    const { left, who } = setting
    const { id, slug, teacher } = await freshCourse(setting, students)
    const known = dataOf<{ id: number; type: string }[]>(await query(left, who.administrator, 'plans.activities', {}))
    const activityIds = shared.map((name) => known.find(({ type }) => type === name)?.id)
    const input = { name: 'Telephone', pieceId, type: 'TELEPHONE_FIXED', activityIds }
    const plan = dataOf<{ id: number }>(await mutate(left, who.administrator, 'plans.createPlan', input))
    const look = async () =>
      wrongWith(dataOf<Groups>(await query(left, teacher, 'assignments.groups', { course: slug })))
    const { round, made } = roundsOf(setting, { slug, teacher, planId: plan.id, activities: shared.length, look })
    return { round, prove: audited(id, made) }
  },
}
