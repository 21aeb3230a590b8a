import { Stack, Text } from '@mantine/core'
import { IconStars } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { CourseSwitch } from '../music/course-switch.tsx'
import { useStudentCourse } from '../music/student-course.ts'
import { GradedPiece } from './graded-piece.tsx'

/** Everything that a student handed in, take by take, with the teacher's marks beside the own. */
export const GradesPage = () => {
  const { course } = useParams({ from: '/signed-in/grades/$course' })
  const { data: pieces } = useSuspenseQuery(trpc.assignments.mine.queryOptions({ course }))
  const { name } = useStudentCourse(course)
  const worked = pieces
    .map(({ piece, assignments }) => ({
      piece,
      assignments: assignments.filter(({ submissions }) => submissions.length > 0),
    }))
    .filter(({ assignments }) => assignments.length > 0)
  return (
    <Page title={text.grades.title} above={<CourseSwitch course={course} name={name} to="/grades/$course" />}>
      {worked.length === 0 ? (
        <EmptyState icon={IconStars} title={text.grades.emptyTitle}>
          {text.grades.empty}
        </EmptyState>
      ) : (
        <Stack gap="lg">
          <Text c="dimmed">{text.grades.lead}</Text>
          {worked.map(({ piece, assignments }) => (
            <GradedPiece key={piece.id} course={course} name={piece.name} assignments={assignments} />
          ))}
        </Stack>
      )}
    </Page>
  )
}
