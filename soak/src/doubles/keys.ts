/** The same write with the same key, arriving twice at once: by tRPC's input, and by the header of REST. */
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { ask, isDone, mutate } from './asking.ts'
import { atOnce, type Kind } from './kind.ts'

export const sameKey: Kind = {
  name: 'the same key twice',
  begin: async ({ left, right, who }) => {
    const student = who.student(2, 0)
    const course = who.courseSlug(2)
    const courseAssignmentId = who.assignment(2)
    const contents: string[] = []
    return {
      round: async (nth) => {
        const key = randomUUID()
        const content = `the same key ${key}`
        contents.push(content)
        const send = (address: string) => () =>
          nth % 4 < 2
            ? mutate(address, student, 'submissions.create', {
                course,
                courseAssignmentId,
                content,
                idempotencyKey: key,
              })
            : ask(address, student, `/api/courses/${course}/assignments/${courseAssignmentId}/submissions/`, {
                headers: { 'idempotency-key': key },
                body: JSON.stringify({ content, index: 0 }),
              })
        const heard = await atOnce(nth, send(left), send(right))
        // The kept answer has its fields in an order of its own.
        const same = heard.every(isDone) && isDeepStrictEqual(JSON.parse(heard[0].text), JSON.parse(heard[1].text))
        return { heard, wrong: same ? [] : ['the two heard different answers'] }
      },
      prove: async (sql) => {
        const [row] = await sql<{ kept: number; audited: number }>(
          `SELECT count(*)::int AS kept, count(*) FILTER (WHERE (SELECT count(*) FROM audit_entries a
             WHERE a.action = 'submissions.create' AND a.subject_type = 'Submission' AND s.id = ANY (a.subject_ids)) = 1
           )::int AS audited
           FROM submissions s WHERE s.content = ANY ($1::text[])`,
          [contents],
        )
        const wrong = []
        if (row?.kept !== contents.length) wrong.push(`${row?.kept} submissions of ${contents.length} writes`)
        if (row?.audited !== contents.length) wrong.push(`${row?.audited} of them are once in the audit trail`)
        return wrong
      },
    }
  },
}
