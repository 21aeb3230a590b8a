import { Stack } from '@mantine/core'
import { IconArchive, IconChecks } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { trpc } from '../../api/client.ts'
import { NoPage } from '../../shell/page-failure.tsx'
import { type Step, stepOf } from '../../steps/catalogue.ts'
import { stateOf } from '../../steps/rules.ts'
import { useSteps } from '../../steps/use-steps.ts'
import { text } from '../../text/index.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import type { FullAssignment } from '../activity/assignment.ts'
import { useStudentCourse } from '../music/student-course.ts'
import { Answers } from './answers.tsx'
import { AnswersToRead } from './answers-to-read.tsx'
import { ClosedStep } from './closed-step.tsx'
import { Listening } from './listening.tsx'
import { StepList } from './step-list.tsx'
import { Tasks } from './tasks.tsx'
import { WayBackToActivity } from './way-back-to-activity.tsx'

const words = text.steps

/** One of the four steps of an activity. */
export const StepPage = () => {
  const params = useParams({ from: '/signed-in/music/$course/$assignment/steps/$step' })
  const { course, assignment: id } = params
  const { data: assignment } = useSuspenseQuery(trpc.assignments.get.queryOptions({ course, id: Number(id) }))
  const step = stepOf(Number(params.step))
  if (!step) return <NoPage />
  return <OneStep key={step.number} course={course} assignment={assignment} step={step} />
}

type OneStepProps = { course: string; assignment: FullAssignment; step: Step }

const OneStep = ({ course, assignment, step }: OneStepProps) => {
  const { number } = step
  const steps = useSteps(course, assignment.id, number)
  const { archivedAt } = useStudentCourse(course)
  const isOver = archivedAt !== null
  const state = stateOf(number, steps.progress)
  const { note } = steps
  const isShown = state !== 'closed' && !isOver
  // Once for each time that it is gone to, whatever is drawn again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is done later must not count as opening.
  useEffect(() => {
    if (isShown) note('step_opened')
  }, [])
  return (
    <Page
      title={words.title(number, words.titles[number])}
      above={<WayBackToActivity course={course} assignment={assignment} />}
    >
      <Stack gap="lg">
        <StepList course={course} assignmentId={assignment.id} far={steps.progress} current={number} />
        {isOver && (
          <Notice tone="plain" icon={IconArchive}>
            {words.archived}
          </Notice>
        )}
        {state === 'closed' && <ClosedStep course={course} assignmentId={assignment.id} far={steps.progress} />}
        {state === 'finished' && !isOver && (
          <Notice tone="plain" icon={IconChecks}>
            {steps.progress.isFinished ? words.finishedAll : words.finished}
          </Notice>
        )}
        {state !== 'closed' && (
          <>
            <Tasks step={step} />
            <Listening assignment={assignment} steps={steps} />
            {state === 'open' && !isOver ? (
              <Answers course={course} assignment={assignment} step={step} steps={steps} />
            ) : (
              <AnswersToRead step={step} answers={steps.progress.answers} />
            )}
          </>
        )}
      </Stack>
    </Page>
  )
}
