/** What a kind of doubles is: something done twice at the same moment, many times over. */
import type { District, whoIsWho } from '@cpr/bench/district'
import { dataOf, type Heard, mutate } from './asking.ts'

export type Setting = {
  /** Where the two ask: two processes, or twice the one that an embedded database has. */
  left: string
  right: string
  who: ReturnType<typeof whoIsWho>
  district: District
}

export type Sql = <Row>(text: string, values?: unknown[]) => Promise<Row[]>

/** Looks into the database once no server runs. @returns what is wrong */
export type Proof = (sql: Sql) => Promise<string[]>

/** Plays one round. @returns what each of the two heard, and what is wrong with it beyond unclear answers */
export type Round = (nth: number) => Promise<{ heard: [Heard, Heard]; wrong: string[] }>

export type Kind = {
  name: string
  /** Prepares what the rounds need; `prove` is asked after the last of them. */
  begin: (setting: Setting) => Promise<{ round: Round; prove: Proof }>
}

/** Now the one, now the other goes first. */
export const atOnce = async (nth: number, one: () => Promise<Heard>, other: () => Promise<Heard>) => {
  if (nth % 2 === 0) return Promise.all([one(), other()])
  const [second, first] = await Promise.all([other(), one()])
  return [first, second] as [Heard, Heard]
}

export type FreshCourse = { slug: string; id: number; teacher: number; enrollments: { id: number; userId: number }[] }

/** A course of its own, with the first students of course 1. */
export const freshCourse = async ({ left, who }: Setting, students: number): Promise<FreshCourse> => {
  const teacher = who.teacher(1)
  const dates = { startDate: '2026-01-12', endDate: '2026-06-05' }
  const course = dataOf<{ id: number; slug: string }>(
    await mutate(left, teacher, 'courses.create', { name: 'Doubles', ...dates }),
  )
  const enrollments: FreshCourse['enrollments'] = []
  for (let nth = 0; nth < students; nth += 1) {
    const userId = who.student(1, nth)
    const input = { course: course.slug, user: { id: userId }, instrumentId: 1 }
    enrollments.push({ ...dataOf<{ id: number }>(await mutate(left, teacher, 'enrollments.enroll', input)), userId })
  }
  return { ...course, teacher, enrollments }
}
