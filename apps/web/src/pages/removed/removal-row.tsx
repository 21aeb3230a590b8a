import { Button, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { failureOf } from '../../api/errors.ts'
import { text } from '../../text/index.ts'
import { formatDate, formatTime, todayHere } from '../../text/time.ts'
import { Notice } from '../../ui/notice.tsx'
import type { Removal } from './removals.ts'
import classes from './removed.module.css'

const words = text.removed

type RemovalRowProps = {
  removal: Removal
  showsCourse: boolean
  isPending: boolean
  /** Why it did not come back; null where nobody tried. */
  error: unknown
  onRestore: () => void
}

/**
 * Something that was removed: what, when and by whom, and until when it can be restored. Why it cannot stands there too,
 * where it is known before or came out when somebody tried.
 */
export const RemovalRow = ({ removal, showsCourse, isPending, error, onRestore }: RemovalRowProps) => {
  const { kind, title, removedAt, restorableUntil, actor, course } = removal
  const by = actor ? actor.name || actor.username : words.system
  // In a course that is archived nothing changes before it is back itself.
  const isHeld = course?.isArchived === true && kind !== 'COURSE'
  return (
    <li className={classes.removal}>
      <div>
        <Text fw={600} className={classes.name}>
          {title}
        </Text>
        <Text size="sm">{words.kinds[kind]}</Text>
        {showsCourse && course && kind !== 'COURSE' && (
          <Text size="sm" className={classes.name}>
            {words.inCourse(course.name)}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {words.when(formatTime(removedAt), by)} {words.until(formatDate(todayHere(new Date(restorableUntil))))}
        </Text>
        {isHeld && (
          <Text size="sm" mt={4}>
            {words.courseFirst}
          </Text>
        )}
        {error !== null && (
          <div className={classes.refusal}>
            <Notice tone="wrong" icon={IconAlertTriangle} role="alert">
              {failureOf(error).message}
            </Notice>
          </div>
        )}
      </div>
      <Button
        size="xs"
        variant="default"
        aria-label={words.restoreNamed(title)}
        disabled={isHeld}
        loading={isPending}
        onClick={onRestore}
      >
        {words.restore}
      </Button>
    </li>
  )
}
