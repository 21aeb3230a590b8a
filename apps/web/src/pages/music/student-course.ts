import { useRouteContext } from '@tanstack/react-router'
import type { Enrollment } from '../../shell/navigation.ts'

/** The courses in which somebody is a student, those that are over last. */
export const studentCourses = (enrollments: Enrollment[]): Enrollment['course'][] =>
  enrollments
    .filter(({ role }) => role === 'STUDENT')
    .map(({ course }) => course)
    .sort((a, b) => Number(a.archivedAt !== null) - Number(b.archivedAt !== null))

/** One of the own courses as a student; a name alone where there is none of this address. */
export const useStudentCourse = (slug: string) => {
  const { enrollments } = useRouteContext({ from: '/signed-in' })
  const course = enrollments.find(({ course }) => course.slug === slug)?.course
  return { name: course?.name ?? slug, archivedAt: course?.archivedAt ?? null }
}
