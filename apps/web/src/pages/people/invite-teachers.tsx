import { Button, Stack, Table, Text, Textarea } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { toastFailed } from '../../ui/toasts.tsx'

const words = text.people

/** Invites teachers by mail, from pasted addresses; says of each line what became of it. */
export const InviteTeachers = () => {
  const [isOpen, setOpen] = useState(false)
  const [addresses, setAddresses] = useState('')
  const invite = useMutation(trpc.users.inviteTeachers.mutationOptions({ onError: toastFailed }))
  const close = (): void => {
    setOpen(false)
    setAddresses('')
    invite.reset()
  }
  return (
    <>
      <Button leftSection={<IconMail size={18} aria-hidden />} onClick={() => setOpen(true)}>
        {words.invite}
      </Button>
      <Dialog opened={isOpen} onClose={close} title={words.invite}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            invite.mutate({ addresses })
          }}
        >
          <Stack>
            <Textarea
              label={words.addresses}
              description={words.addressesHelp}
              value={addresses}
              onChange={({ currentTarget }) => setAddresses(currentTarget.value)}
              autosize
              minRows={4}
              maxRows={12}
              required
            />
            <Button type="submit" loading={invite.isPending}>
              {words.send}
            </Button>
          </Stack>
        </form>
        {invite.data && (
          <Stack mt="lg" gap="xs" role="status">
            <Text fw={600}>{words.answered(invite.data.filter(({ outcome }) => outcome === 'invited').length)}</Text>
            <Table>
              <Table.Tbody>
                {invite.data.map(({ line, outcome }, nth) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a line may stand there twice, and its place says which it is.
                  <Table.Tr key={nth}>
                    <Table.Td>{line}</Table.Td>
                    <Table.Td>{words.outcomes[outcome]}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Stack>
        )}
      </Dialog>
    </>
  )
}
