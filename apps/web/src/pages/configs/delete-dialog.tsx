import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { trpc } from '../../api/client.ts'
import { undoOf } from '../../api/removals.ts'
import { text } from '../../text/index.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { toastDone, toastFailed } from '../../ui/toasts.tsx'
import type { Config } from './settings.ts'

const words = text.configs

/** Asks once more before a configuration goes. */
export const DeleteDialog = ({ config: { id, name }, onClose }: { config: Config; onClose: () => void }) => {
  const queries = useQueryClient()
  const remove = useMutation(
    trpc.configs.delete.mutationOptions({
      onSuccess: async ({ removal }) => {
        await Promise.all([
          queries.invalidateQueries(trpc.configs.pathFilter()),
          queries.invalidateQueries(trpc.removals.pathFilter()),
        ])
        toastDone(words.deleted(name), undoOf(removal))
        onClose()
      },
      onError: toastFailed,
    }),
  )
  return (
    <Dialog opened onClose={onClose} title={words.deleteTitle(name)}>
      <Text>{words.deleteWhat}</Text>
      <Group justify="end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {text.common.cancel}
        </Button>
        <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate({ id })}>
          {words.deleteConfirm}
        </Button>
      </Group>
    </Dialog>
  )
}
