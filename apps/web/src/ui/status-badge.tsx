import { IconCheck, IconChecks, IconCircleDashed, IconClockExclamation, IconStarFilled } from '@tabler/icons-react'
import type { Status } from '../music/status.ts'
import { text } from '../text/index.ts'
import classes from './status-badge.module.css'

const icons = {
  graded: IconStarFilled,
  'handed-in': IconCheck,
  finished: IconChecks,
  late: IconClockExclamation,
  open: IconCircleDashed,
} satisfies Record<Status, unknown>

/** How something stands, by colour, sign and word. */
export const StatusBadge = ({ status }: { status: Status }) => {
  const Icon = icons[status]
  return (
    <span className={classes.badge} data-status={status}>
      <Icon size={14} aria-hidden />
      {text.status[status]}
    </span>
  )
}
