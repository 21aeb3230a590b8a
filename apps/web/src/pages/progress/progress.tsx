import { Anchor, Stack, Text } from '@mantine/core'
import { IconArrowLeft, IconUsers } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { trpc } from '../../api/client.ts'
import { titleOf } from '../../music/activity-kind.ts'
import { NoPage } from '../../shell/page-failure.tsx'
import { text } from '../../text/index.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import classes from '../activity/way-back.module.css'
import { ProgressTable } from './progress-table.tsx'

const words = text.steps.teacher

/** For the teacher: how far everybody is with the steps of an activity, and what they answered. */
export const ProgressPage = () => {
  const { course, assignment } = useParams({ from: '/signed-in/courses/$course/steps/$assignment' })
  const id = Number(assignment)
  const { data: pieces } = useSuspenseQuery(trpc.assignments.ofCourse.queryOptions({ course }))
  const { data: about } = useSuspenseQuery(trpc.courses.get.queryOptions({ course }))
  const { data: students } = useSuspenseQuery(
    trpc.progress.ofAssignment.queryOptions({ course, courseAssignmentId: id }),
  )
  const piece = pieces.find((row) => row.assignments.some((one) => one.id === id))
  const activity = piece?.assignments.find((one) => one.id === id)?.activity
  if (!piece || !activity) return <NoPage />
  const finished = students.filter(({ finishedAt }) => finishedAt !== null).length
  return (
    <Page
      title={titleOf(activity)}
      width="wide"
      above={
        <nav aria-label={text.activity.where} className={classes.where}>
          <Anchor
            size="sm"
            className={classes.back}
            renderRoot={(props) => <Link {...props} to="/courses/$course/gradebook" params={{ course }} />}
          >
            <IconArrowLeft size={16} aria-hidden />
            {about.name}
          </Anchor>
          <span>{piece.piece.name}</span>
        </nav>
      }
    >
      {students.length === 0 ? (
        <EmptyState icon={IconUsers} title={words.emptyTitle}>
          {words.empty}
        </EmptyState>
      ) : (
        <Stack>
          <Text c="dimmed">{words.lead(finished, students.length)}</Text>
          <ProgressTable students={students} />
        </Stack>
      )}
    </Page>
  )
}
