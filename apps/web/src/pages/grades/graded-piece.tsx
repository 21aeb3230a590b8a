import { Anchor, Stack, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { titleOf } from '../../music/activity-kind.ts'
import type { Assignment } from '../../music/status.ts'
import { Surface } from '../../ui/surface.tsx'
import classes from './graded-piece.module.css'
import { TakeMarks } from './take-marks.tsx'

type GradedPieceProps = { course: string; name: string; assignments: Assignment[] }

/** What was handed in for a piece, the newest take of each activity first. */
export const GradedPiece = ({ course, name, assignments }: GradedPieceProps) => (
  <Surface as="section">
    <Title order={2} size="h4" mb="sm">
      {name}
    </Title>
    <Stack gap="md">
      {assignments.map(({ id, activity, submissions }) => (
        <div key={id} className={classes.activity}>
          <Title order={3} size="h5">
            <Anchor
              inherit
              renderRoot={(props) => (
                <Link {...props} to="/music/$course/$assignment" params={{ course, assignment: String(id) }} />
              )}
            >
              {titleOf(activity)}
            </Anchor>
          </Title>
          {submissions.toReversed().map((submission) => (
            <TakeMarks key={submission.id} activity={titleOf(activity)} submission={submission} />
          ))}
        </div>
      ))}
    </Stack>
  </Surface>
)
