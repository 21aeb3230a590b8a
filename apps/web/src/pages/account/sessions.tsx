import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { formatTime } from '../../text/time.ts'
import { Surface } from '../../ui/surface.tsx'
import { toastDone, toastFailed } from '../../ui/toasts.tsx'
import classes from './sessions.module.css'

const words = text.account

/** Where the account is signed in, each of which can be ended. */
export const Sessions = () => {
  const queries = useQueryClient()
  const { data: sessions } = useSuspenseQuery(trpc.auth.sessions.queryOptions())
  const end = useMutation(
    trpc.auth.endSession.mutationOptions({
      onSuccess: () => {
        toastDone(words.ended)
        return queries.invalidateQueries(trpc.auth.sessions.queryFilter())
      },
      onError: toastFailed,
    }),
  )
  return (
    <Surface as="section" aria-labelledby="sessions">
      <Title order={2} size="h4" id="sessions">
        {words.sessions}
      </Title>
      <Text c="dimmed" size="sm" mb="md">
        {words.sessionsLead}
      </Text>
      <Stack component="ul" gap={0} className={classes.list}>
        {sessions.map(({ id, createdAt, lastUsedAt, current }) => (
          <Group component="li" key={id} justify="space-between" wrap="nowrap" className={classes.session}>
            <Text size="sm">
              {words.since(formatTime(createdAt))}, {words.used(formatTime(lastUsedAt))}
            </Text>
            {current ? (
              <Badge variant="light" tt="none">
                {words.thisOne}
              </Badge>
            ) : (
              <Button
                size="xs"
                variant="default"
                aria-label={words.endNamed(formatTime(lastUsedAt))}
                loading={end.isPending && end.variables.id === id}
                onClick={() => end.mutate({ id })}
              >
                {words.end}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Surface>
  )
}
