import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { toastDone } from '../../ui/toasts.tsx'
import { AccountForm } from './account-form.tsx'
import { HandedOut } from './handed-out.tsx'
import { accountOf } from './new-account-values.ts'

const words = text.newAccount

/** Makes an account; a password that was made up for it is shown once. */
export const NewAccount = () => {
  const [isOpen, setOpen] = useState(false)
  const queries = useQueryClient()
  const create = useMutation(
    trpc.users.create.mutationOptions({
      onSuccess: ({ username, newPassword }) => {
        toastDone(words.made(username))
        if (newPassword === null) close()
        return queries.invalidateQueries(trpc.users.search.pathFilter())
      },
    }),
  )
  const close = (): void => {
    setOpen(false)
    create.reset()
  }
  const handedOut = create.data?.newPassword ?? null
  return (
    <>
      <Button variant="default" leftSection={<IconUserPlus size={18} aria-hidden />} onClick={() => setOpen(true)}>
        {words.title}
      </Button>
      <Dialog
        opened={isOpen}
        onClose={close}
        title={handedOut === null ? words.title : words.ready}
        // A click beside the dialog would lose what was filled in, or the password.
        closeOnClickOutside={false}
      >
        {create.data && handedOut !== null ? (
          <HandedOut lead={words.readyLead(create.data.username)} password={handedOut} />
        ) : (
          <AccountForm
            isPending={create.isPending}
            error={create.error}
            onSubmit={(values) => create.mutate(accountOf(values))}
          />
        )}
      </Dialog>
    </>
  )
}
