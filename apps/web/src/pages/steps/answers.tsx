import { Button, Group, Stack, Title } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type Step, stepOf, wordsOf } from '../../steps/catalogue.ts'
import { missingIn } from '../../steps/rules.ts'
import type { Steps } from '../../steps/use-steps.ts'
import { text } from '../../text/index.ts'
import { Surface } from '../../ui/surface.tsx'
import { toastDone } from '../../ui/toasts.tsx'
import type { FullAssignment } from '../activity/assignment.ts'
import classes from './answers.module.css'
import { canListen } from './listening.tsx'
import { QuestionField } from './question-field.tsx'
import { SavedState } from './saved-state.tsx'

const words = text.steps

type AnswersProps = { course: string; assignment: FullAssignment; step: Step; steps: Steps }

/** The questions of the step that one is at; answered they are saved by themselves, and the step is finished by a button. */
export const Answers = ({ course, assignment, step, steps }: AnswersProps) => {
  const navigate = useNavigate()
  const { progress, answer, note, finish } = steps
  const { number, questions } = step
  const missing = missingIn(step, progress, canListen(assignment))
  const toDo = [
    ...missing.deeds.map((deed) => words.deeds[deed]),
    ...missing.questions.map(({ id }) => words.answer(wordsOf(id).label)),
  ]
  const next = stepOf(number + 1)
  const submit = (): void => {
    finish()
    const params = { course, assignment: String(assignment.id) }
    toastDone(next ? words.stepDone(number) : words.allDone)
    if (next)
      void navigate({ to: '/music/$course/$assignment/steps/$step', params: { ...params, step: String(next.number) } })
    else void navigate({ to: '/music/$course/$assignment', params })
  }
  return (
    <Surface as="section" aria-labelledby="answers">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Title order={2} size="h4" mb="sm" id="answers">
          {words.questionsTitle}
        </Title>
        <Stack gap="md">
          {questions.map((question) => (
            <QuestionField
              key={question.id}
              question={question}
              value={progress.answers[question.id] ?? ''}
              onChange={(value) => answer(question.id, value)}
              onSettled={(length) => note('answer_changed', { question: question.id, length })}
            />
          ))}
        </Stack>
        {toDo.length > 0 && (
          <div className={classes.missing} id="missing">
            {words.missing}
            <ul>
              {toDo.map((item) => (
                <li key={item}>{item}</li>
              ))}
            </ul>
          </div>
        )}
        <Group justify="space-between" mt="md" align="center">
          <SavedState steps={steps} questions={questions} />
          <Button type="submit" disabled={toDo.length > 0} aria-describedby={toDo.length > 0 ? 'missing' : undefined}>
            {next ? words.finish(number) : words.finishAll}
          </Button>
        </Group>
      </form>
    </Surface>
  )
}
