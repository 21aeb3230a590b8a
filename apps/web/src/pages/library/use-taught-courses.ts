import { useSuspenseQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { trpc } from '../../api/client.ts'

/** The courses whose curricula somebody may change: the own ones, for administrators every one. */
export const useTaughtCourses = () => {
  const { me, enrollments } = useRouteContext({ from: '/signed-in' })
  const { data: courses } = useSuspenseQuery(trpc.courses.list.queryOptions({}))
  const taught = new Set(enrollments.filter(({ role }) => role === 'TEACHER').map(({ course }) => course.id))
  return me.isSuperuser ? courses : courses.filter(({ id }) => taught.has(id))
}
