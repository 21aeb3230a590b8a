import { Link } from '@tanstack/react-router'
import { kindOf, titleOf } from '../../music/activity-kind.ts'
import { type Assignment, gradedOf, isDone, statusOf } from '../../music/status.ts'
import { text } from '../../text/index.ts'
import { MarkLine } from '../../ui/mark-line.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import classes from './activity-row.module.css'
import { Due } from './due.tsx'

type ActivityRowProps = { course: string; assignment: Assignment; position: number; today: string }

/** One activity of a piece: what it is, how it stands, and the way to it. */
export const ActivityRow = ({ course, assignment, position, today }: ActivityRowProps) => {
  const { activity, deadline, submissions, group, progress } = assignment
  const done = isDone(assignment)
  const grade = gradedOf(submissions)?.grade
  return (
    <li>
      <Link
        to="/music/$course/$assignment"
        params={{ course, assignment: String(assignment.id) }}
        className={classes.row}
      >
        <span className={classes.position} data-done={done || undefined} aria-hidden>
          {position}
        </span>
        <span className={classes.words}>
          <span className={classes.title}>{titleOf(activity)}</span>
          <span className={classes.detail}>
            <Due deadline={deadline} isDone={done} today={today} />
            {activity.numberOfSubmissions > 1 && (
              <span>{text.music.takes(submissions.length, activity.numberOfSubmissions)}</span>
            )}
            {kindOf(activity) === 'steps' && progress && !done && (
              <span>{text.steps.count(progress.currentStep - 1)}</span>
            )}
            {group && <span>{text.music.group(group.members.length)}</span>}
            {grade && <MarkLine marks={grade} />}
          </span>
        </span>
        <StatusBadge status={statusOf(assignment, today)} />
      </Link>
    </li>
  )
}
