import { UnstyledButton } from '@mantine/core'
import { IconCircleFilled, IconStarFilled } from '@tabler/icons-react'
import { text } from '../../text/index.ts'
import classes from './queue-list.module.css'
import type { Work } from './work.ts'

const words = text.grading

type QueueListProps = { queue: Work[]; current: number; onShow: (enrollmentId: number) => void }

/** Everybody who handed something in, and what of it waits. */
export const QueueList = ({ queue, current, onShow }: QueueListProps) => (
  <nav aria-label={words.queue} className={classes.queue}>
    <ul className={classes.list}>
      {queue.map(({ enrollmentId, student, grade }) => (
        <li key={enrollmentId}>
          <UnstyledButton
            className={classes.student}
            aria-current={enrollmentId === current ? 'true' : undefined}
            onClick={() => onShow(enrollmentId)}
          >
            {grade ? (
              <IconStarFilled size={14} aria-label={words.graded} className={classes.graded} />
            ) : (
              <IconCircleFilled size={10} aria-label={words.waits} className={classes.waits} />
            )}
            {student.name || student.username}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  </nav>
)
