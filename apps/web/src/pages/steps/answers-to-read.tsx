import { Title } from '@mantine/core'
import { readAnswer, type Step, wordsOf } from '../../steps/catalogue.ts'
import { text } from '../../text/index.ts'
import { Surface } from '../../ui/surface.tsx'
import classes from './answers.module.css'

const words = text.steps

type AnswersProps = { step: Step; answers: Record<string, string> }

/** What was answered in a step, in the order of its questions. */
export const AnswerList = ({ step: { questions }, answers }: AnswersProps) => (
  <dl className={classes.read}>
    {questions.map(({ id }) => (
      <div key={id}>
        <dt>{wordsOf(id).label}</dt>
        <dd>{readAnswer(id, answers[id] ?? '') || words.unanswered}</dd>
      </div>
    ))}
  </dl>
)

/** The answers of a step that is finished. */
export const AnswersToRead = (props: AnswersProps) => (
  <Surface as="section" aria-labelledby="answers">
    <Title order={2} size="h4" mb="sm" id="answers">
      {words.questionsTitle}
    </Title>
    <AnswerList {...props} />
  </Surface>
)
