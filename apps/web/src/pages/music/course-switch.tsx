import { NativeSelect, Text } from '@mantine/core'
import { useNavigate, useRouteContext } from '@tanstack/react-router'
import { text } from '../../text/index.ts'
import { studentCourses } from './student-course.ts'

type CourseSwitchProps = { course: string; name: string; to: '/music/$course' | '/grades/$course' }

/** Which course a page is about; a choice for whoever is in several. */
export const CourseSwitch = ({ course, name, to }: CourseSwitchProps) => {
  const { enrollments } = useRouteContext({ from: '/signed-in' })
  const navigate = useNavigate()
  const courses = studentCourses(enrollments)
  if (courses.length < 2)
    return (
      <Text c="dimmed" size="sm" fw={550}>
        {name}
      </Text>
    )
  return (
    <NativeSelect
      aria-label={text.music.courses}
      size="xs"
      mb={4}
      maw="16rem"
      value={course}
      onChange={({ currentTarget }) => void navigate({ to, params: { course: currentTarget.value } })}
      data={courses.map(({ slug, name }) => ({ value: slug, label: name }))}
    />
  )
}
