import { Text, Title } from '@mantine/core'
import { titleOf } from '../../music/activity-kind.ts'
import { text } from '../../text/index.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { Surface } from '../../ui/surface.tsx'
import type { FullAssignment } from './assignment.ts'
import classes from './group.module.css'

type GroupProps = { group: NonNullable<FullAssignment['group']> }

/** Who plays telephone together, what each one does, and how far they are. */
export const Group = ({ group }: GroupProps) => (
  <Surface as="section" aria-labelledby="group">
    <Title order={2} size="h4" id="group">
      {text.activity.group}
    </Title>
    <ul className={classes.members}>
      {group.members.map(({ enrollmentId, name, username, activityType, submitted }) => (
        <li key={`${enrollmentId} ${activityType}`} className={classes.member}>
          <span>
            <Text span fw={600}>
              {name || username}
            </Text>{' '}
            <Text span c="dimmed" size="sm">
              {titleOf({ type: activityType })}
            </Text>
          </span>
          <StatusBadge status={submitted ? 'handed-in' : 'open'} />
        </li>
      ))}
    </ul>
  </Surface>
)
