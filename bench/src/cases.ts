/** What is measured: for each name how both transports ask for it, and its floor. */
import type { District } from './district.ts'
import { tokenOf, whoIsWho } from './district.ts'
import type { FloorName } from './floors.ts'

export type Transport = 'trpc' | 'rest'

export type Request = { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body?: string }

export type ReadCase = {
  name: string
  /** One request for each of these people in turn: their user id and the course's slug. */
  askers: { userId: number; course: string }[]
  request: Partial<Record<Transport, (course: string, userId: number) => Request>>
  floor: Partial<Record<Transport, FloorName>>
}

const bearer = (userId: number) => ({ authorization: `Bearer ${tokenOf(userId)}` })

/** A query of tRPC as its client sends it, one procedure a request. */
const query =
  (procedure: string, input: (course: string) => object | undefined = (course) => ({ course })) =>
  (course: string, userId: number): Request => {
    const given = input(course)
    const search = given === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(given))}`
    return { method: 'GET', path: `/trpc/${procedure}${search}`, headers: bearer(userId) }
  }

const get =
  (path: (course: string) => string) =>
  (course: string, userId: number): Request => ({
    method: 'GET',
    path: path(course),
    headers: { authorization: `Token ${tokenOf(userId)}` },
  })

const json = { 'content-type': 'application/json' }

export const mutation = (procedure: string, input: object, userId: number): Request => ({
  method: 'POST',
  path: `/trpc/${procedure}`,
  headers: { ...bearer(userId), ...json },
  body: JSON.stringify(input),
})

export const post = (path: string, input: object, userId: number): Request => ({
  method: 'POST',
  path,
  headers: { authorization: `Token ${tokenOf(userId)}`, ...json },
  body: JSON.stringify(input),
})

/** So many people that nothing is measured that only one of them would see. */
const mostAskers = 200

export const readCases = (district: District): ReadCase[] => {
  const { courses, courseSize } = district
  const { courseSlug, teacher, student, largeCourse } = whoIsWho(district)
  const some = Array.from({ length: Math.min(mostAskers, courses) }, (_, index) => index + 1)
  const students = some.map((course) => ({
    userId: student(course, course % courseSize),
    course: courseSlug(course),
  }))
  const teachers = some.map((course) => ({ userId: teacher(course), course: courseSlug(course) }))
  const large = [{ userId: teacher(largeCourse), course: courseSlug(largeCourse) }]

  const list = (procedure: string) => query(procedure, (course) => ({ course, withNotation: true }))
  const assignments = get((course) => `/api/courses/${course}/assignments/`)
  const roster = { trpc: query('roster.list'), rest: get((course) => `/api/courses/${course}/roster/`) }
  const recent = {
    trpc: query('submissions.recent', (course) => ({ course, pieceSlug: 'piece-1', activityType: 'Bassline' })),
    rest: get((course) => `/api/courses/${course}/submissions/recent/?piece_slug=piece-1&activity_name=Bassline`),
  }
  const both = (floor: FloorName) => ({ trpc: floor, rest: floor })
  const recentFloors = { trpc: 'recent-trpc', rest: 'recent-rest' } as const
  return [
    {
      name: 'student-list',
      askers: students,
      request: { trpc: list('assignments.mine'), rest: assignments },
      floor: both('student-list'),
    },
    {
      name: 'teacher-list',
      askers: teachers,
      request: { trpc: list('assignments.ofCourse'), rest: assignments },
      floor: { trpc: 'teacher-list-trpc', rest: 'teacher-list-rest' },
    },
    { name: 'roster-50', askers: teachers, request: roster, floor: both('roster') },
    { name: 'roster-2000', askers: large, request: roster, floor: both('roster') },
    { name: 'recent-50', askers: teachers, request: recent, floor: recentFloors },
    { name: 'recent-2000', askers: large, request: recent, floor: recentFloors },
    {
      name: 'gradebook',
      askers: teachers,
      request: { trpc: query('submissions.standings') },
      floor: { trpc: 'gradebook' },
    },
    {
      name: 'me',
      askers: students,
      request: { trpc: query('auth.me', () => undefined), rest: get(() => '/api/users/me/') },
      floor: both('me'),
    },
    {
      name: 'submit',
      askers: students,
      request: {
        trpc: (course, userId) =>
          mutation('submissions.create', { course, courseAssignmentId: ofCourse(course), content: 'a take' }, userId),
        rest: (course, userId) =>
          post(`/api/courses/${course}/assignments/${ofCourse(course)}/submissions/`, { content: 'a take' }, userId),
      },
      floor: both('submit'),
    },
  ]

  function ofCourse(course: string): number {
    return whoIsWho(district).assignment(Number(course.replace('course-', '')))
  }
}
