import { Stack, Title } from '@mantine/core'
import type { Submission } from '../../music/status.ts'
import { text } from '../../text/index.ts'
import { Surface } from '../../ui/surface.tsx'
import { Take } from './take.tsx'

type HandedInProps = { course: string; submissions: Submission[]; canRate: boolean }

/** Everything that was handed in for an activity, the newest first, which can be rated. */
export const HandedIn = ({ course, submissions, canRate }: HandedInProps) => {
  if (submissions.length === 0) return null
  return (
    <Surface as="section" aria-labelledby="handed-in">
      <Title order={2} size="h4" mb="sm" id="handed-in">
        {text.activity.handedIn}
      </Title>
      <Stack gap="lg">
        {submissions.toReversed().map((submission, index) => (
          <Take key={submission.id} course={course} submission={submission} canRate={canRate && index === 0} />
        ))}
      </Stack>
    </Surface>
  )
}
