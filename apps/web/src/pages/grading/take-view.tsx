import { Stack, Text } from '@mantine/core'
import type { RefObject } from 'react'
import { text } from '../../text/index.ts'
import { formatTime } from '../../text/time.ts'
import { Recordings } from '../../ui/recordings.tsx'
import classes from './take-view.module.css'
import { type Player, Waveform } from './waveform.tsx'
import type { TakeOfWork } from './work.ts'

type TakeViewProps = { take: TakeOfWork; player: RefObject<Player | null> }

/** What was handed in, in readable form: a recording as a wave, a text as a text. */
export const TakeView = ({ take, player }: TakeViewProps) => {
  const { index, submittedAt, content, attachments } = take
  const recording = attachments.find(({ contentType }) => /^(audio|video)\//.test(contentType))
  const others = attachments.filter(({ id }) => id !== recording?.id)
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {text.grading.take(index + 1, formatTime(submittedAt))}
      </Text>
      {recording && <Waveform url={recording.url} player={player} />}
      {content !== '' && <Text className={classes.content}>{content}</Text>}
      <Recordings attachments={others} take={text.grades.take(index + 1)} />
    </Stack>
  )
}
