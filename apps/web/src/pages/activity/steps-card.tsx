import { Button, Text, Title } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { farOf } from '../../steps/rules.ts'
import { useWaiting } from '../../steps/use-steps.ts'
import { text } from '../../text/index.ts'
import { Surface } from '../../ui/surface.tsx'
import { StepList } from '../steps/step-list.tsx'
import type { FullAssignment } from './assignment.ts'

const words = text.steps

type StepsCardProps = { course: string; assignment: FullAssignment; isOver: boolean }

/** The steps of an activity: how far one is, and the way to go on. */
const StepsCard = ({ course, assignment: { id, progress }, isOver }: StepsCardProps) => {
  const { waiting } = useWaiting(course, id)
  const far = farOf(progress, waiting)
  const hasBegun = progress !== null || far.currentStep > 1
  return (
    <Surface as="section" aria-labelledby="steps">
      <Title order={2} size="h4" id="steps">
        {words.all}
      </Title>
      <Text mt={4} mb="md" maw="40rem">
        {far.isFinished ? words.finishedAll : words.lead}
      </Text>
      {/* Of a course that is over, steps that nobody began cannot be opened any more. */}
      {(hasBegun || !isOver) && <StepList course={course} assignmentId={id} far={far} />}
      {!far.isFinished && !isOver && (
        <Button
          mt="md"
          rightSection={<IconArrowRight size={18} aria-hidden />}
          renderRoot={(props) => (
            <Link
              {...props}
              to="/music/$course/$assignment/steps/$step"
              params={{ course, assignment: String(id), step: String(far.currentStep) }}
              preload={false}
            />
          )}
        >
          {hasBegun ? words.goOn(far.currentStep) : words.begin}
        </Button>
      )}
    </Surface>
  )
}

export default StepsCard
