import { Anchor, Button, Group, Text } from '@mantine/core'
import { IconArrowLeft, IconArrowRight, IconMailbox } from '@tabler/icons-react'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'
import { trpc } from '../../api/client.ts'
import { useLiveWork } from '../../api/use-live-work.ts'
import { titleOf } from '../../music/activity-kind.ts'
import { NoPage } from '../../shell/page-failure.tsx'
import { text } from '../../text/index.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState, FailureState, LoadingState } from '../../ui/states.tsx'
import classes from './grading.module.css'
import { currentOf, nextUngraded } from './queue.ts'
import { QueueList } from './queue-list.tsx'
import { StudentWork } from './student-work.tsx'
import { useArrivals } from './use-arrivals.ts'

const words = text.grading

/** Only where no stream can be had, which says what is new at once. */
const lookEveryMs = 60_000

/** Of a whole class that hands in at the end of a lesson a few names are enough. */
const mostNames = 3

/** The work of one activity, one student at a time. */
export const GradingPage = () => {
  const { course, assignment } = useParams({ from: '/signed-in/courses/$course/grade/$assignment' })
  const { student } = useSearch({ from: '/signed-in/courses/$course/grade/$assignment' })
  const navigate = useNavigate()
  const id = Number(assignment)
  const { data: pieces } = useSuspenseQuery(trpc.assignments.ofCourse.queryOptions({ course }))
  const { data: about } = useSuspenseQuery(trpc.courses.get.queryOptions({ course }))
  const piece = pieces.find((row) => row.assignments.some((one) => one.id === id))?.piece
  const activity = pieces.flatMap((row) => row.assignments).find((one) => one.id === id)?.activity
  const isLive = useLiveWork(course)
  const { data: recent, error } = useQuery(
    trpc.submissions.recent.queryOptions(
      { course, pieceSlug: piece?.slug ?? '', activityType: activity?.type ?? '' },
      { enabled: Boolean(piece && activity), refetchInterval: isLive ? false : lookEveryMs },
    ),
  )
  const queue = (recent ?? []).filter(({ courseAssignmentId }) => courseAssignmentId === id)
  const current = currentOf(queue, student)
  const next = nextUngraded(queue, current?.enrollmentId)
  const waiting = queue.filter(({ grade }) => grade === null).length
  const currentId = current?.enrollmentId
  const { arrived, look } = useArrivals(id, recent && queue)
  const show = (enrollmentId: number) =>
    navigate({
      to: '/courses/$course/grade/$assignment',
      params: { course, assignment },
      search: { student: enrollmentId },
      replace: true,
      resetScroll: false,
    })
  const goTo = (enrollmentId: number): void => {
    look()
    void show(enrollmentId)
  }
  // Named in the address: whoever is shown stays when graded, and after a reload.
  const keep = useEffectEvent(() => {
    if (currentId !== undefined && currentId !== student) void show(currentId)
  })
  useEffect(() => {
    if (currentId !== undefined) keep()
  }, [currentId])
  if (!piece || !activity) return <NoPage />
  return (
    <Page
      title={titleOf(activity)}
      width="wide"
      above={
        <nav aria-label={words.where} className={classes.where}>
          <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/courses/$course" params={{ course }} />}>
            <Group gap={4} component="span">
              <IconArrowLeft size={16} aria-hidden />
              {about.name}
            </Group>
          </Anchor>
          <Text span c="dimmed" size="sm">
            {piece.name}
          </Text>
        </nav>
      }
      actions={
        <Group>
          <Text size="sm" fw={600} role="status">
            {arrived.length > 0 &&
              words.arrived(
                arrived.slice(0, mostNames).map(({ student: { name, username } }) => name || username),
                arrived.length - mostNames,
              )}
          </Text>
          <Text size="sm" c="dimmed" role="status">
            {queue.length > 0 && (waiting > 0 ? words.toGrade(waiting) : words.allGraded)}
          </Text>
          <Button
            variant="default"
            disabled={!next}
            rightSection={<IconArrowRight size={18} aria-hidden />}
            onClick={() => next && goTo(next.enrollmentId)}
          >
            {words.next}
          </Button>
        </Group>
      }
    >
      {error && <FailureState error={error} />}
      {!recent && !error && <LoadingState />}
      {recent && !current && (
        <EmptyState icon={IconMailbox} title={words.nobody}>
          {words.nobodyHelp}
        </EmptyState>
      )}
      {current && (
        <div className={classes.desk}>
          <QueueList queue={queue} current={current.enrollmentId} onShow={goTo} />
          <StudentWork
            key={current.enrollmentId}
            course={course}
            work={current}
            pieceId={piece.id}
            onNext={() => next && goTo(next.enrollmentId)}
          />
        </div>
      )}
    </Page>
  )
}
