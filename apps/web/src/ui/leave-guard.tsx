import { Button, Group, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { text } from '../text/index.ts'
import { Dialog } from './dialog.tsx'

const words = text.leaving

/** Asks before edits that are not saved are left behind, by a link, the browser's buttons or a closed tab. */
export const LeaveGuard = ({ when }: { when: boolean }) => {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => when && current.pathname !== next.pathname,
    enableBeforeUnload: when,
    withResolver: true,
  })
  return (
    <Dialog opened={status === 'blocked'} onClose={() => reset?.()} title={words.title}>
      <Text mb="md">{words.lead}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => proceed?.()}>
          {words.leave}
        </Button>
        <Button onClick={() => reset?.()} data-autofocus>
          {words.stay}
        </Button>
      </Group>
    </Dialog>
  )
}
