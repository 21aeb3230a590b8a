/** SQL statements of the routes that are asked often, authentication included: the same for any roster, and few. */
import {
  createCourse,
  createPlan,
  enrollStudents,
  type TestDatabase,
  type TestUser,
  testDatabase,
  testServices,
} from '@cpr/domain/testing'
import { createServer } from '@cpr/server'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'

let database: TestDatabase
let server: FastifyInstance

beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
  server = await createServer({ database, services: testServices, logLevel: 'silent', secureCookies: false })
})

afterAll(() => server.close())

const ask = async (user: TestUser, method: 'GET' | 'POST', url: string, payload?: object) => {
  const headers = { authorization: `Token ${user.token}` }
  const answer = await server.inject({ method, url, headers, ...(payload ? { payload } : {}) })
  if (answer.statusCode >= 400) throw new Error(`${url}: ${answer.body}`)
  return answer.json()
}

const build = async (count: number, plans: number) => {
  const course = await createCourse(database)
  const students = await enrollStudents(database, course, count)
  const made = []
  for (let nth = 0; nth < plans; nth += 1) {
    const plan = await createPlan(database)
    made.push(plan)
    await ask(course.teacher, 'POST', `/api/courses/${course.slug}/assign_piece_plan/`, { piece_plan_id: plan.id })
  }
  const list = await ask(course.teacher, 'GET', `/api/courses/${course.slug}/assignments/`)
  const slug = made[0]?.piece.slug as string
  const assignment: number = list[slug][0].id
  for (const student of students)
    for (const content of ['first', 'second'])
      await ask(student, 'POST', `/api/courses/${course.slug}/assignments/${assignment}/submissions/`, { content })
  return { course, student: students[0] as TestUser, slug, assignment }
}

type World = Awaited<ReturnType<typeof build>>

const routes: [as: 'student' | 'teacher', limit: number, path: (world: World) => string][] = [
  ['student', 1, () => '/api/users/me/'],
  ['student', 2, () => '/api/enrollments/'],
  ['student', 6, ({ course }) => `/api/courses/${course.slug}/assignments/`],
  ['teacher', 6, ({ course }) => `/api/courses/${course.slug}/assignments/`],
  ['student', 6, ({ course, assignment }) => `/api/courses/${course.slug}/assignments/${assignment}/`],
  ['student', 3, ({ course, assignment }) => `/api/courses/${course.slug}/assignments/${assignment}/submissions/`],
  [
    'student',
    4,
    ({ course, assignment }) => `/api/courses/${course.slug}/assignments/${assignment}/activity-progress/`,
  ],
  ['teacher', 3, ({ course }) => `/api/courses/${course.slug}/roster/`],
  [
    'teacher',
    7,
    ({ course, slug }) => `/api/courses/${course.slug}/submissions/recent/?piece_slug=${slug}&activity_name=Melody`,
  ],
  ['teacher', 6, ({ course }) => `/api/courses/${course.slug}/submissions/`],
  ['teacher', 3, ({ course }) => `/api/courses/${course.slug}/grades/`],
  ['teacher', 5, ({ course }) => `/api/courses/${course.slug}/piece-plans/`],
  ['student', 2, () => '/api/instruments/'],
]

it('are few, and as many for forty students as for two', async () => {
  const worlds = [await build(2, 1), await build(40, 6)]
  for (const [as, limit, path] of routes) {
    const counts = []
    for (const world of worlds) {
      const user = as === 'teacher' ? world.course.teacher : world.student
      // The first look makes a row; the second is the one that is asked often.
      await ask(user, 'GET', path(world))
      counts.push((await database.statementsOf(() => ask(user, 'GET', path(world)))).length)
    }
    expect(counts[0], path(worlds[0] as World)).toBeLessThanOrEqual(limit)
    expect(counts[1], path(worlds[1] as World)).toBe(counts[0])
  }
})
