/** Two who import the same file: into the same course, or, every other round, into two courses. */
import { isDone, mutate } from './asking.ts'
import { atOnce, freshCourse, type Kind } from './kind.ts'

const linesEach = 2

export const importRoster: Kind = {
  name: 'import the same roster',
  begin: async (setting) => {
    const { left, right } = setting
    const one = await freshCourse(setting, 0)
    const other = await freshCourse(setting, 0)
    const expected = new Map<string, number>()
    return {
      round: async (nth) => {
        const second = nth % 4 < 2 ? one : other
        const names = Array.from({ length: linesEach }, (_, line) => `double-${nth}-${line}`)
        for (const name of names) expected.set(name, second === one ? 1 : 2)
        const lines = names.map((name) => `Double ${name},${name},password-of-${name},7`)
        const file = Buffer.from(`fullname,username,password,grade\n${lines.join('\n')}\n`).toString('base64')
        const heard = await atOnce(
          nth,
          () => mutate(left, one.teacher, 'roster.import', { course: one.slug, file }),
          () => mutate(right, second.teacher, 'roster.import', { course: second.slug, file }),
        )
        return { heard, wrong: heard.every(isDone) ? [] : ['one of the two was refused'] }
      },
      prove: async (sql) => {
        const rows = await sql<{ username: string; accounts: number; places: number; audited: number }>(
          `SELECT u.username, count(DISTINCT u.id)::int AS accounts, count(e.id)::int AS places,
             (SELECT count(*)::int FROM audit_entries a
              WHERE a.action = 'roster.import' AND a.subject_type = 'User' AND min(u.id) = ANY (a.subject_ids)) AS audited
           FROM users u LEFT JOIN enrollments e ON e.user_id = u.id
           WHERE u.username LIKE 'double-%' GROUP BY u.username`,
        )
        const wrong = rows
          .filter(({ username, accounts, places }) => accounts !== 1 || places !== expected.get(username))
          .map(({ username, accounts, places }) => `${username} has ${accounts} accounts and ${places} places`)
        const unaudited = rows.filter(({ audited }) => audited !== 1).length
        if (unaudited > 0) wrong.push(`${unaudited} accounts are not once in the audit trail`)
        if (rows.length !== expected.size) wrong.push(`${rows.length} accounts instead of ${expected.size}`)
        return wrong
      },
    }
  },
}
