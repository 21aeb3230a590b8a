import { Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { trpc } from '../../api/client.ts'
import { asksForRating, kindOf, titleOf } from '../../music/activity-kind.ts'
import { isDone, statusOf } from '../../music/status.ts'
import { todayHere } from '../../text/time.ts'
import { Page } from '../../ui/page.tsx'
import { LoadingState } from '../../ui/states.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { Due } from '../music/due.tsx'
import { useStudentCourse } from '../music/student-course.ts'
import classes from './activity.module.css'
import { Group } from './group.tsx'
import { HandedIn } from './handed-in.tsx'
import { Instructions } from './instructions.tsx'
import { LastTake } from './last-take.tsx'
import { MyPart } from './my-part.tsx'
import { WayBack } from './way-back.tsx'
import { Work } from './work.tsx'

// Most activities have none.
const StepsCard = lazy(() => import('./steps-card.tsx'))

/** One activity: what to do, the own part, the work itself, and what was handed in. */
export const ActivityPage = () => {
  const { course, assignment: id } = useParams({ from: '/signed-in/music/$course/$assignment' })
  const { data: assignment } = useSuspenseQuery(trpc.assignments.get.queryOptions({ course, id: Number(id) }))
  const { archivedAt } = useStudentCourse(course)
  const { activity, piece, deadline, group, submissions } = assignment
  const today = todayHere()
  const isOver = archivedAt !== null
  const inSteps = kindOf(activity) === 'steps'
  return (
    <Page
      title={titleOf(activity)}
      above={<WayBack course={course} piece={piece.name} />}
      actions={
        <span className={classes.standing}>
          <Due deadline={deadline} isDone={isDone(assignment)} today={today} />
          <StatusBadge status={statusOf(assignment, today)} />
        </span>
      }
    >
      <Stack gap="lg">
        <Instructions html={activity.body} />
        {group && <Group group={group} />}
        {/* Steps that were begun at an activity of another kind, from an address in a questionnaire, stay within reach. */}
        {(inSteps || assignment.progress) && (
          <Suspense fallback={<LoadingState rows={1} />}>
            <StepsCard course={course} assignment={assignment} isOver={isOver} />
          </Suspense>
        )}
        {!inSteps && <MyPart key={`part-${id}`} course={course} assignment={assignment} />}
        {!isOver && asksForRating(activity) && <LastTake course={course} pieceId={piece.id} />}
        {!isOver && !inSteps && <Work key={`work-${id}`} course={course} assignment={assignment} />}
        <HandedIn course={course} submissions={submissions} canRate={!isOver} />
      </Stack>
    </Page>
  )
}
