import { Button, Stack } from '@mantine/core'
import { IconBooks, IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { CourseCard } from './course-card.tsx'

const words = text.courses

/** The courses that somebody teaches, with what waits in each. */
export const CoursesPage = () => {
  const { data: courses } = useSuspenseQuery(trpc.courses.list.queryOptions({ archived: true }))
  const { data: waiting } = useSuspenseQuery(trpc.courses.waiting.queryOptions())
  const current = courses.filter(({ archivedAt }) => archivedAt === null)
  const archived = courses.filter(({ archivedAt }) => archivedAt !== null)
  const newCourse = (
    <Button
      renderRoot={(props) => <Link {...props} to="/courses/new" />}
      leftSection={<IconPlus size={18} aria-hidden />}
    >
      {words.new}
    </Button>
  )
  return (
    <Page title={words.title} actions={current.length > 0 && newCourse}>
      {current.length === 0 && (
        <EmptyState icon={IconBooks} title={words.emptyTitle} action={newCourse}>
          {words.empty}
        </EmptyState>
      )}
      <Stack>
        {current.map((course) => (
          <CourseCard key={course.id} course={course} waiting={waiting.find((row) => row.course === course.slug)} />
        ))}
      </Stack>
      {archived.length > 0 && (
        <Stack mt="xl" component="section" aria-label={words.archived}>
          <h2>{words.archived}</h2>
          {archived.map((course) => (
            <CourseCard key={course.id} course={course} waiting={undefined} />
          ))}
        </Stack>
      )}
    </Page>
  )
}
