import { Anchor } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { titleOf } from '../../music/activity-kind.ts'
import { text } from '../../text/index.ts'
import type { FullAssignment } from '../activity/assignment.ts'
import classes from '../activity/way-back.module.css'

type WayBackToActivityProps = { course: string; assignment: FullAssignment }

/** Which activity a step belongs to, and the way back there. */
export const WayBackToActivity = ({ course, assignment: { id, activity, piece } }: WayBackToActivityProps) => (
  <nav aria-label={text.activity.where} className={classes.where}>
    <Anchor
      size="sm"
      className={classes.back}
      renderRoot={(props) => (
        <Link {...props} to="/music/$course/$assignment" params={{ course, assignment: String(id) }} />
      )}
    >
      <IconArrowLeft size={16} aria-hidden />
      {titleOf(activity)}
    </Anchor>
    <span>{piece.name}</span>
  </nav>
)
