import { Button, PasswordInput, Stack, Title, VisuallyHidden } from '@mantine/core'
import { isNotEmpty, matchesField, useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { FailureState } from '../../ui/states.tsx'
import { Surface } from '../../ui/surface.tsx'
import { toastDone } from '../../ui/toasts.tsx'
import { newPasswordRule } from '../door/new-password.ts'

const words = text.account

/** A new password; whoever else is signed in with the old one is out. */
export const ChangePassword = ({ username }: { username: string }) => {
  const queries = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { currentPassword: '', newPassword: '', again: '' },
    validate: {
      currentPassword: isNotEmpty(text.signIn.missing),
      newPassword: newPasswordRule,
      again: matchesField('newPassword', text.password.different),
    },
  })
  const change = useMutation(
    trpc.auth.changePassword.mutationOptions({
      onSuccess: ({ endedSessions }) => {
        form.reset()
        toastDone(words.changed(endedSessions))
        return queries.invalidateQueries(trpc.auth.sessions.queryFilter())
      },
    }),
  )
  return (
    <Surface as="section" aria-labelledby="change-password">
      <Title order={2} size="h4" mb="md" id="change-password">
        {words.password}
      </Title>
      <form noValidate onSubmit={form.onSubmit(({ again: _, ...values }) => change.mutate(values))}>
        <Stack maw="24rem">
          {change.error && <FailureState error={change.error} />}
          <VisuallyHidden>
            <input
              type="text"
              autoComplete="username"
              value={username}
              readOnly
              tabIndex={-1}
              aria-label={text.signIn.username}
            />
          </VisuallyHidden>
          <PasswordInput
            label={words.current}
            autoComplete="current-password"
            key={form.key('currentPassword')}
            {...form.getInputProps('currentPassword')}
          />
          <PasswordInput
            label={words.new}
            description={text.password.rule}
            autoComplete="new-password"
            key={form.key('newPassword')}
            {...form.getInputProps('newPassword')}
          />
          <PasswordInput
            label={text.password.again}
            autoComplete="new-password"
            key={form.key('again')}
            {...form.getInputProps('again')}
          />
          <Button type="submit" loading={change.isPending} style={{ alignSelf: 'start' }}>
            {words.change}
          </Button>
        </Stack>
      </form>
    </Surface>
  )
}
