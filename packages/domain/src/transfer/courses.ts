/** Courses, who is in them, and their curricula. */
import type { EnrollmentRole } from '@cpr/db'
import { append, type Conversion, carryOver, readBatches } from './conversion.ts'
import { silent } from './ledger.ts'
import { carryOverLists } from './lists.ts'
import { readRoles } from './people.ts'
import { freeSlugs } from './slugs.ts'

export const convertCourses = async (conversion: Conversion): Promise<void> => {
  await convertCourseRows(conversion)
  await convertEnrollments(conversion)
  await convertCurricula(conversion)
  await convertEntries(conversion)
}

const midnight = (day: string): string => `${day}T00:00:00.000000Z`

const convertCourseRows = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger, facts } = conversion
  const from = 'courses_course'
  const freeSlug = freeSlugs('course')
  await carryOver(conversion, from, 'courses', (row) => {
    const { id, name, owner_id, can_edit_instruments } = row
    const owner = ids('users').get(owner_id)
    if (owner === null && owner_id !== null)
      ledger.found('repaired', from, id, 'missing-reference', `owner ${owner_id}`)
    const slug = freeSlug(row.slug, name)
    if (slug !== row.slug) ledger.found('repaired', from, id, 'slug', `${row.slug}: ${slug}`)
    const days = [row.start_date ?? row.end_date ?? '1970-01-01', row.end_date ?? row.start_date ?? '1970-01-01']
    const [start, end] = [...days].sort() as [string, string]
    if (start !== days[0]) ledger.found('repaired', from, id, 'course-days', `${days.join(' to ')}`)
    facts.courseStart.set(id, midnight(start))
    return {
      id,
      name,
      slug,
      owner_id: owner,
      start_date: start,
      end_date: end,
      can_edit_instruments,
      archived_at: null,
      // Django does not know; the first day says as much as anybody remembers, and is the same in every import.
      created_at: midnight(start),
    }
  })
}

const roleLabel = (role: EnrollmentRole): string => role.toLowerCase()

const convertEnrollments = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger, facts } = conversion
  const from = 'courses_enrollment'
  const roles = await readRoles(conversion)
  /** A person is in a course once: the first row, a teacher if any of them is one, with the first instrument there is. */
  const standing = new Map<string, { id: number; role: EnrollmentRole; instrumentId: number | null }>()
  for await (const batch of readBatches({ ...conversion, ledger: silent }, from))
    for (const { id, user_id, course_id, role_id, instrument_id } of batch) {
      const pair = `${user_id}:${course_id}`
      const role = roles.get(role_id ?? 0) ?? 'STUDENT'
      const instrumentId = ids('instruments').get(instrument_id)
      const first = standing.get(pair)
      if (!first) standing.set(pair, { id, role, instrumentId })
      else {
        if (role === 'TEACHER') first.role = role
        first.instrumentId ??= instrumentId
      }
    }

  await carryOver(conversion, from, 'enrollments', ({ id, user_id, course_id, role_id, instrument_id }) => {
    const userId = ids('users').get(user_id)
    const courseId = ids('courses').get(course_id)
    const person = standing.get(`${user_id}:${course_id}`)
    if (userId === null || courseId === null || !person) {
      ledger.found('skipped', from, id, 'missing-row', userId === null ? `user ${user_id}` : `course ${course_id}`)
      return null
    }
    if (person.id !== id) {
      ids('enrollments').merge(id, person.id)
      ledger.found('merged', from, id, 'duplicate', String(person.id))
      return null
    }
    if (!roles.get(role_id ?? 0)) ledger.found('repaired', from, id, 'role-unknown', `role ${role_id}`)
    if (instrument_id !== null && ids('instruments').get(instrument_id) === null)
      ledger.found('repaired', from, id, 'missing-reference', `instrument ${instrument_id}`)
    const { role, instrumentId } = person
    if (role === 'TEACHER') facts.teachers.add(userId)
    if (role === 'STUDENT') append(facts.studentsOfCourse, courseId, id)
    facts.members.set(id, { courseId, userId, role, instrumentId })
    return {
      id,
      user_id: userId,
      course_id: courseId,
      role: roleLabel(role),
      instrument_id: instrumentId,
      created_at: facts.courseStart.get(courseId),
    }
  })
}

const convertCurricula = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger } = conversion
  const from = 'assignments_curriculum'
  await carryOver(conversion, from, 'curricula', ({ id, name, ordered, course_id }) => {
    const course = ids('courses').get(course_id)
    if (course !== null) return { id, name, ordered, course_id: course }
    ledger.found('skipped', from, id, 'missing-row', `course ${course_id}`)
    return null
  })
}

const convertEntries = (conversion: Conversion): Promise<void> =>
  carryOverLists(conversion, {
    from: 'assignments_curriculumentry',
    to: 'curriculum_entries',
    list: { table: 'curricula', column: 'curriculum_id', called: 'curriculum' },
    member: { table: 'piece_plans', column: 'piece_plan_id', called: 'plan' },
    read: ({ id, curriculum_id, piece_plan_id, order }) => ({
      id,
      listId: curriculum_id,
      memberId: piece_plan_id,
      order,
    }),
  })
