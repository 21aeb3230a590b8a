/** The bench's hamlet, lived in: who is there, and what of theirs others may be curious about. */
import { type District, tokenOf, whoIsWho } from '@cpr/bench/district'
import { furnish } from './furnish.ts'
import { markRows, readOwners } from './marks.ts'
import { handOutSecrets, type Secrets } from './secrets.ts'
import type { Served } from './serve.ts'
import { first, type Target, targetOf } from './targets.ts'

export type Town = {
  targets: Target[]
  secrets: Secrets[]
  /** Whose rows an id belongs to: the courses. */
  owners: Map<number, number[]>
  /** By what each is called here; no token for the anonymous. Courses count from 1. */
  people: Record<Who, Person>
  /** The tokens of the students that targets are about. */
  students: string[]
}

export type Who = (typeof kinds)[number]
export const kinds = [
  'student',
  'student of two courses',
  'teacher',
  'teacher elsewhere',
  'researcher',
  'newcomer',
  'anonymous',
  'administrator',
] as const

export type Person = { token: string | null; courses: number[]; enrollmentIds: number[]; isStudent: boolean }

/** Fills the hamlet of a place, whose server runs. */
export const settle = async (served: Served, district: District): Promise<Town> => {
  const { database } = served
  await furnish(database, district)
  await markRows(database)
  const who = whoIsWho(district)
  const courses = Array.from({ length: who.largeCourse }, (_, nth) => nth + 1)
  const targets: Target[] = []
  for (const course of courses)
    targets.push(
      await targetOf(served, course, {
        student: tokenOf(who.student(course, 0)),
        teacher: tokenOf(who.teacher(course)),
      }),
    )
  // The ids of what they did are to be recognisable too.
  await database.pool.query('UPDATE removals SET id = id + 1300000000 WHERE id < 100000000')
  for (const target of targets) target.removalId += 1_300_000_000
  const secrets = await handOutSecrets(served, targets, (course) => tokenOf(who.student(course, 0)))
  const { rows: enrolled } = await database.pool.query<{ id: number; user: number }>(
    'SELECT id, user_id AS user FROM enrollments',
  )
  const shift = (await first<{ id: number }>(served, `SELECT id FROM users WHERE is_superuser`)).id - who.administrator
  const person = (userId: number, inCourses: number[], isStudent: boolean): Person => ({
    token: tokenOf(userId),
    courses: inCourses,
    isStudent,
    enrollmentIds: enrolled.filter(({ user }) => user === userId + shift).map(({ id }) => id),
  })
  return {
    targets,
    secrets,
    owners: await readOwners(database),
    students: courses.map((course) => tokenOf(who.student(course, 0))),
    people: {
      student: person(who.student(1, 0), [1], true),
      'student of two courses': person(who.student(1, 9), [1, 2], true),
      teacher: person(who.teacher(1), [1], false),
      'teacher elsewhere': person(who.teacher(3), [3], false),
      researcher: person(who.administrator - 1, [], false),
      newcomer: person(who.administrator - 2, [], true),
      anonymous: { token: null, courses: [], enrollmentIds: [], isStudent: true },
      administrator: person(who.administrator, [], false),
    },
  }
}
