import { Stack, Text } from '@mantine/core'
import type { Submission } from '../../music/status.ts'
import { text } from '../../text/index.ts'
import { formatTime } from '../../text/time.ts'
import { MarkLine } from '../../ui/mark-line.tsx'
import { Recordings } from '../../ui/recordings.tsx'
import { SelfRating } from './self-rating.tsx'
import classes from './take.module.css'

const words = text.activity

type TakeProps = { course: string; submission: Submission; canRate: boolean }

/** One take: its recording or its text, the teacher's marks, the own ones. */
export const Take = ({ course, submission, canRate }: TakeProps) => {
  const { index, submittedAt, content, attachments, instrument, grade, selfGrade } = submission
  const title = text.grades.take(index + 1)
  return (
    <article className={classes.take} aria-label={title}>
      <Text fw={600}>
        {title}
        <Text span c="dimmed" size="sm" fw={400}>
          {' '}
          {text.grades.handedIn(formatTime(submittedAt))}
          {instrument && `, ${instrument.name}`}
        </Text>
      </Text>
      <Stack gap="xs" mt={4}>
        {content !== '' && <Text className={classes.content}>{content}</Text>}
        <Recordings attachments={attachments} take={title} />
        {grade && (
          <Text size="sm">
            <b>{words.teacherSays}</b> <MarkLine marks={grade} />
          </Text>
        )}
        {!canRate && selfGrade && (
          <Text size="sm">
            <b>{words.youSay}</b> <MarkLine marks={selfGrade} />
          </Text>
        )}
        {canRate && <SelfRating course={course} submissionId={submission.id} rated={selfGrade} />}
      </Stack>
    </article>
  )
}
