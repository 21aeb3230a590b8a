import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Progress } from '../../steps/rules.ts'
import { text } from '../../text/index.ts'
import { EmptyState } from '../../ui/states.tsx'

const words = text.steps

type ClosedStepProps = { course: string; assignmentId: number; far: Pick<Progress, 'currentStep'> }

/** In place of a step that is not open yet: the way to the one that is. */
export const ClosedStep = ({ course, assignmentId, far: { currentStep } }: ClosedStepProps) => (
  <EmptyState
    icon={IconLock}
    title={words.notOpenTitle}
    action={
      <Button
        mt="sm"
        renderRoot={(props) => (
          <Link
            {...props}
            to="/music/$course/$assignment/steps/$step"
            params={{ course, assignment: String(assignmentId), step: String(currentStep) }}
            preload={false}
          />
        )}
      >
        {words.goOn(currentStep)}
      </Button>
    }
  >
    {words.notOpen(currentStep)}
  </EmptyState>
)
