import { Button, Title } from '@mantine/core'
import { IconArrowRight, IconConfetti } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { titleOf } from '../../music/activity-kind.ts'
import { type Assignment, isDone, statusOf } from '../../music/status.ts'
import { text } from '../../text/index.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { Surface } from '../../ui/surface.tsx'
import { Due } from './due.tsx'
import classes from './next-up.module.css'

type NextUpProps = { course: string; assignment: Assignment | null; piece: string; today: string }

/** The one thing to do now; a word of praise where there is none. */
export const NextUp = ({ course, assignment, piece, today }: NextUpProps) => {
  if (!assignment)
    return (
      <Surface as="section" className={classes.next} aria-label={text.music.next}>
        <div>
          <Title order={2} size="h4">
            {text.music.allDoneTitle}
          </Title>
          <p className={classes.detail}>{text.music.allDone}</p>
        </div>
        <IconConfetti size={36} stroke={1.4} aria-hidden />
      </Surface>
    )
  const status = statusOf(assignment, today)
  return (
    <Surface as="section" className={classes.next} aria-labelledby="next-up">
      <div>
        <p className={classes.label}>{text.music.next}</p>
        <Title order={2} size="h4" id="next-up">
          {titleOf(assignment.activity)}
        </Title>
        <p className={classes.detail}>
          {piece}
          <Due deadline={assignment.deadline} isDone={isDone(assignment)} today={today} />
          {status === 'late' && <StatusBadge status="late" />}
        </p>
      </div>
      <Button
        renderRoot={(props) => (
          <Link {...props} to="/music/$course/$assignment" params={{ course, assignment: String(assignment.id) }} />
        )}
        rightSection={<IconArrowRight size={18} aria-hidden />}
      >
        {assignment.submissions.length > 0 || assignment.progress ? text.music.go : text.music.start}
      </Button>
    </Surface>
  )
}
