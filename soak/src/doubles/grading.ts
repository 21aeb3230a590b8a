/** Two teachers who grade the same submission. */
import { dataOf, isDone, mutate } from './asking.ts'
import { atOnce, type Kind } from './kind.ts'

/** The first of the district's submissions, which are those of course 1. */
const firstSubmission = 1_000_001
const submissionsInTurn = 50

export const gradeTwice: Kind = {
  name: 'grade by two teachers',
  begin: async ({ left, right, who }) => {
    const [first, second] = [who.teacher(1), who.teacher(2)]
    const course = who.courseSlug(1)
    dataOf(await mutate(left, first, 'enrollments.enroll', { course, user: { id: second }, role: 'TEACHER' }))
    const given: { id: number; submissionId: number }[] = []
    return {
      round: async (nth) => {
        const submissionId = firstSubmission + (nth % submissionsInTurn)
        const marks = (rhythm: number) => ({ course, submissionId, rhythm, tone: 2, expression: 3 })
        const heard = await atOnce(
          nth,
          () => mutate(left, first, 'grades.grade', marks(1)),
          () => mutate(right, second, 'grades.grade', marks(5)),
        )
        if (!heard.every(isDone)) return { heard, wrong: ['one of the two was refused'] }
        for (const each of heard) given.push({ id: dataOf<{ id: number }>(each).id, submissionId })
        return { heard, wrong: [] }
      },
      prove: async (sql) => {
        const [row] = await sql<{ kept: number; audited: number; graders: number }>(
          `SELECT count(*)::int AS kept, count(DISTINCT g.grader_id)::int AS graders,
             count(*) FILTER (WHERE (
               SELECT count(*) FROM audit_entries a WHERE a.action = 'grades.grade' AND g.id = ANY (a.subject_ids)) = 1
             )::int AS audited
           FROM unnest($1::int[], $2::int[]) told (id, submission_id)
           JOIN grades g ON g.id = told.id AND g.submission_id = told.submission_id`,
          [given.map(({ id }) => id), given.map(({ submissionId }) => submissionId)],
        )
        const wrong = []
        if (row?.kept !== given.length) wrong.push(`${row?.kept} grades are kept of ${given.length}`)
        if (row?.audited !== given.length) wrong.push(`${row?.audited} grades are once in the audit trail`)
        if (row?.graders !== 2) wrong.push(`${row?.graders} graders`)
        return wrong
      },
    }
  },
}
