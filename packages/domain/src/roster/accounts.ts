/** The accounts that a roster's usernames mean, as the database has them. */
import { Prisma } from '@cpr/db'
import type { Ctx } from '../context.ts'
import type { RosterStudent } from './parse-roster.ts'

export type Account = {
  id: number
  username: string
  passwordHash: string
  isActive: boolean
  /** Whoever administers, researches, or teaches anything. */
  isStaff: boolean
  /** In the course of the roster. */
  enrollmentId: number | null
}

/** What there is of one username of the roster: its account, and those with the username and a number behind it. */
export type Known = {
  account: Account
  /** The numbered ones of a person of the same name: the student was perhaps given one by an earlier import. */
  namesakes: Account[]
  /** The usernames of all numbered ones. */
  numbered: Set<string>
}

/** What a number is put behind, so that the username stays readable: `anna` makes `anna2`, `anna7` makes `anna7-2`. */
export const stemOf = (username: string): string => (/[0-9]$/.test(username) ? `${username}-` : username)

type Row = Omit<Account, 'passwordHash'> & { wanted: string; itself: boolean; passwordHash: string | null }

/** Looks the students up, by username; one statement for any number of them. */
export const loadAccounts = async (
  { db }: Ctx,
  courseId: number,
  students: RosterStudent[],
): Promise<Map<string, Known>> => {
  const rows = await db.$queryRaw<Row[]>(Prisma.sql`
    WITH wanted AS (
      SELECT * FROM unnest(
        ${students.map(({ username }) => username)}::text[], ${students.map(({ fullname }) => fullname)}::text[],
        ${students.map(({ username }) => stemOf(username))}::text[]
      ) AS wanted (username, fullname, stem)
    ), taken AS (
      SELECT w.username, w.fullname, w.stem, u.id FROM wanted w JOIN users u ON u.username = w.username
    ), related AS (
      SELECT username, fullname, id, true AS itself FROM taken
      UNION ALL
      SELECT t.username, t.fullname, u.id, false FROM taken t
      JOIN users u ON rtrim(u.username, '0123456789') = t.stem AND u.username <> t.stem
    )
    SELECT r.username AS wanted, r.itself, u.id, u.username, u.is_active AS "isActive",
      CASE WHEN r.itself OR u.name = r.fullname THEN u.password_hash END AS "passwordHash",
      u.is_superuser OR u.groups && ARRAY['teacher', 'researcher']::user_group[]
        OR EXISTS (SELECT 1 FROM enrollments t WHERE t.user_id = u.id AND t.role = 'teacher') AS "isStaff",
      e.id AS "enrollmentId"
    FROM related r JOIN users u ON u.id = r.id
    LEFT JOIN enrollments e ON e.user_id = u.id AND e.course_id = ${courseId}
    ORDER BY r.itself DESC, u.id`)
  const known = new Map<string, Known>()
  for (const { wanted, itself, passwordHash, ...rest } of rows) {
    const account = passwordHash === null ? null : { ...rest, passwordHash }
    if (itself && account) known.set(wanted, { account, namesakes: [], numbered: new Set() })
    else {
      known.get(wanted)?.numbered.add(rest.username)
      if (account) known.get(wanted)?.namesakes.push(account)
    }
  }
  return known
}
