import { Button, Group, Text } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { text } from '../../text/index.ts'

const words = text.people

/** A password that was made up, shown once, to copy or to write down. `lead` says whose it is. */
export const HandedOut = ({ lead, password }: { lead: string; password: string }) => {
  const { copy, copied, error } = useClipboard({ timeout: 4000 })
  return (
    <>
      <Text>{lead}</Text>
      <Group my="md">
        <Text component="p" ff="monospace" fz="xl">
          {password}
        </Text>
        <Button
          size="xs"
          variant="default"
          leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          onClick={() => copy(password)}
        >
          {words.copy}
        </Button>
        <Text role="status" size="sm">
          {copied && words.copied}
          {error && words.notCopied}
        </Text>
      </Group>
      <Text size="sm" c="dimmed">
        {words.newPasswordOnce}
      </Text>
    </>
  )
}
