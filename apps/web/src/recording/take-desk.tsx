import { Stack, Text, Title } from '@mantine/core'
import { useRouteContext } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { text } from '../text/index.ts'
import { toastProblem } from '../ui/toasts.tsx'
import { KeptTake } from './kept-take.tsx'
import classes from './take-desk.module.css'
import { keepTake, type Take } from './takes.ts'
import { useTakes } from './use-takes.ts'

const words = text.recording

export type NewTake = Pick<Take, 'recording' | 'filename' | 'seconds'>

type TakeDeskProps = { course: string; assignmentId: number; children: (keep: (take: NewTake) => void) => ReactNode }

/** Where takes come in and lie until one of them is handed in. */
export const TakeDesk = ({ course, assignmentId, children }: TakeDeskProps) => {
  const { me } = useRouteContext({ from: '/signed-in' })
  const { takes, refresh } = useTakes(me.id, assignmentId)
  /** Those that were seen here stay until the page is left, with their receipt. */
  const [seen, setSeen] = useState<Take[]>([])
  const missing = takes.filter(({ id }) => !seen.some((take) => take.id === id))
  if (missing.length > 0) setSeen([...missing, ...seen])
  const keep = (take: NewTake): void => {
    keepTake({ userId: me.id, course, assignmentId, ...take }).then(refresh, () => toastProblem(words.notKept))
  }
  const forget = (id: string) => async () => {
    await refresh()
    setSeen((before) => before.filter((take) => take.id !== id))
  }
  return (
    <Stack gap="lg">
      {children(keep)}
      {seen.length > 0 && (
        <section aria-labelledby="takes">
          <Title order={3} size="h5" id="takes">
            {words.takes}
          </Title>
          <Text size="sm" c="dimmed" mb="sm">
            {words.takesLead}
          </Text>
          <Stack component="ul" gap="sm" className={classes.takes}>
            {seen.map((take) => (
              <KeptTake key={take.id} take={take} refresh={forget(take.id)} />
            ))}
          </Stack>
        </section>
      )}
    </Stack>
  )
}
