/** Something is taken away while somebody hands in work to it: the one or the other, and no work is lost. */
import { dataOf, type Heard, isDone, mutate, query } from './asking.ts'
import { atOnce, type FreshCourse, freshCourse, type Kind, type Setting } from './kind.ts'

const planId = 5
const pieceId = 5

type Prepared = FreshCourse & { student: number; courseAssignmentId: number; enrollmentId: number }

/** A course with one student and one piece, for one round. */
const prepare = async (setting: Setting): Promise<Prepared> => {
  const course = await freshCourse(setting, 1)
  const [enrollment] = course.enrollments
  if (!enrollment) throw new Error('A course for doubles has no student.')
  const of = { course: course.slug }
  dataOf(await mutate(setting.left, course.teacher, 'assignments.assignPlan', { ...of, planId }))
  const listed = await query(setting.left, enrollment.userId, 'assignments.mine', of)
  const [piece] = dataOf<{ assignments: { id: number }[] }[]>(listed)
  const courseAssignmentId = piece?.assignments[0]?.id
  if (courseAssignmentId === undefined) throw new Error('A course for doubles has no assignment.')
  // Else every work would be refused for a reason that is not the double's.
  dataOf(await query(setting.right, enrollment.userId, 'assignments.get', { ...of, id: courseAssignmentId }))
  return { ...course, student: enrollment.userId, enrollmentId: enrollment.id, courseAssignmentId }
}

const takenAgainstWork = (name: string, takeAway: (address: string, course: Prepared) => Promise<Heard>): Kind => ({
  name,
  begin: async (setting) => {
    const acknowledged: { submission: number; enrollment: number; assignment: number }[] = []
    const gone: Prepared[] = []
    return {
      round: async (nth) => {
        const course = await prepare(setting)
        const { student, courseAssignmentId, slug } = course
        const work = { course: slug, courseAssignmentId, content: `round ${nth}` }
        const heard = await atOnce(
          nth,
          () => takeAway(setting.left, course),
          () => mutate(setting.right, student, 'submissions.create', work),
        )
        const [taken, handedIn] = heard.map(isDone)
        if (taken) gone.push(course)
        if (handedIn)
          acknowledged.push({
            submission: dataOf<{ id: number }>(heard[1]).id,
            enrollment: course.enrollmentId,
            assignment: courseAssignmentId,
          })
        return { heard, wrong: taken === handedIn ? [`both were ${taken ? 'done' : 'refused'}`] : [] }
      },
      prove: async (sql) => {
        const [row] = await sql<{ kept: number }>(
          `SELECT count(*)::int AS kept FROM submissions s
           JOIN unnest($1::int[], $2::int[], $3::int[]) told (id, enrollment, assignment)
             ON (s.id, s.enrollment_id, s.course_assignment_id) = (told.id, told.enrollment, told.assignment)
           JOIN enrollments e ON e.id = s.enrollment_id
           JOIN course_assignments ca ON ca.id = s.course_assignment_id AND ca.archived_at IS NULL`,
          [
            acknowledged.map(({ submission }) => submission),
            acknowledged.map(({ enrollment }) => enrollment),
            acknowledged.map(({ assignment }) => assignment),
          ],
        )
        const [left] = await sql<{ work: number; audited: number }>(
          `SELECT (SELECT count(*)::int FROM submissions s JOIN course_assignments ca ON ca.id = s.course_assignment_id
             WHERE ca.course_id = ANY ($1::int[])) AS work,
           (SELECT count(DISTINCT course_id)::int FROM audit_entries WHERE course_id = ANY ($1::int[])
             AND action IN ('assignments.unassign', 'enrollments.remove')) AS audited`,
          [gone.map(({ id }) => id)],
        )
        const wrong = []
        if (row?.kept !== acknowledged.length) wrong.push(`${row?.kept} submissions of ${acknowledged.length} are kept`)
        if (left?.work !== 0) wrong.push(`${left?.work} submissions hang on what was taken away`)
        if (left?.audited !== gone.length) wrong.push(`${left?.audited} of ${gone.length} are in the audit trail`)
        return wrong
      },
    }
  },
})

export const unassignAgainstSubmit = takenAgainstWork('unassign against submit', (address, { slug, teacher }) =>
  mutate(address, teacher, 'assignments.unassign', { course: slug, pieceId }),
)

export const removeAgainstSubmit = takenAgainstWork('remove against submit', (address, { teacher, enrollmentId }) =>
  mutate(address, teacher, 'enrollments.remove', { id: enrollmentId }),
)
