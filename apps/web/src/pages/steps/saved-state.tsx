import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCloudOff } from '@tabler/icons-react'
import { failureOf } from '../../api/errors.ts'
import type { Question } from '../../steps/catalogue.ts'
import type { Steps } from '../../steps/use-steps.ts'
import { text } from '../../text/index.ts'
import classes from './answers.module.css'

const words = text.steps

type SavedStateProps = { steps: Steps; questions: Question[] }

/** Whether the server has what is answered here. */
export const SavedState = ({ steps: { waiting, sending, progress, send }, questions }: SavedStateProps) => {
  if (sending.phase === 'failed')
    return (
      <span className={classes.state} role="alert">
        <IconAlertTriangle size={16} aria-hidden />
        <span>
          {words.notSaved} {failureOf(sending.error).message}
        </span>
        <Button size="compact-xs" variant="default" onClick={send}>
          {text.common.retry}
        </Button>
      </span>
    )
  const isAnswerWaiting = waiting.some(({ kind }) => kind === 'answer')
  const isAnswered = questions.some(({ id }) => (progress.answers[id] ?? '') !== '')
  return (
    <span className={classes.state} role="status" data-saved={(!isAnswerWaiting && isAnswered) || undefined}>
      {isAnswerWaiting && sending.phase === 'waiting' ? (
        <>
          <IconCloudOff size={16} aria-hidden />
          {words.waiting}
        </>
      ) : isAnswerWaiting ? (
        words.saving
      ) : isAnswered ? (
        <>
          <IconCheck size={16} aria-hidden />
          {words.saved}
        </>
      ) : (
        words.nothingYet
      )}
    </span>
  )
}
