/** What a page shows instead of its content: nothing there, still on its way, gone wrong. */
import { Button, Center, Skeleton, Stack, Text, Title, VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import { failureOf } from '../api/errors.ts'
import { text } from '../text/index.ts'
import { Notice } from './notice.tsx'
import { Surface } from './surface.tsx'

type Icon = ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>

type EmptyProps = { icon: Icon; title: string; children: ReactNode; action?: ReactNode }

/** Nothing there yet: says why, and what to do about it. */
export const EmptyState = ({ icon: Icon, title, children, action }: EmptyProps) => (
  <Surface>
    <Center py="xl">
      <Stack align="center" gap="xs" maw="26rem" ta="center">
        <Icon size={40} stroke={1.4} aria-hidden />
        <Title order={2} size="h4">
          {title}
        </Title>
        <Text c="dimmed">{children}</Text>
        {action}
      </Stack>
    </Center>
  </Surface>
)

/** Keeps the place of what is on its way. */
export const LoadingState = ({ rows = 4 }: { rows?: number }) => (
  <Stack p="lg" gap="md" maw="56rem" mx="auto" aria-busy>
    <VisuallyHidden role="status">{text.common.loading}</VisuallyHidden>
    <Skeleton height={28} width="40%" />
    {Array.from({ length: rows }, (_, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and stay where they are.
      <Skeleton key={row} height={72} radius="md" />
    ))}
  </Stack>
)

/** What went wrong, with the people it is about by name, and a way to try again where there is one. */
export const FailureState = ({ error, retry }: { error: unknown; retry?: () => void }) => {
  const { title, message, names } = failureOf(error)
  return (
    <Notice tone="wrong" icon={IconAlertTriangle} title={title} role="alert">
      {message}
      {names.length > 0 && ` ${text.errors.about(text.common.and(names))}`}
      {retry && (
        <Button
          display="block"
          mt="sm"
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          onClick={retry}
        >
          {text.common.retry}
        </Button>
      )}
    </Notice>
  )
}
