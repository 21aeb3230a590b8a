import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { client, queryClient, trpc } from '../../api/client.ts'
import { fieldErrorsOf } from '../../api/errors.ts'
import { Door } from '../../shell/door.tsx'
import { text } from '../../text/index.ts'
import { FailureState, LoadingState } from '../../ui/states.tsx'
import { newPasswordRule } from './new-password.ts'

const words = text.invitation

/** Make the account that a mail invited to, and begin at once. */
export const AcceptInvitationPage = () => {
  const { token } = useSearch({ from: '/accept-invitation' })
  const invitation = useQuery(trpc.users.invitation.queryOptions({ token: token ?? '' }, { enabled: Boolean(token) }))
  if (!token)
    return (
      <Door title={words.title} lead={words.noToken}>
        {null}
      </Door>
    )
  if (invitation.error)
    return (
      <Door title={words.title}>
        <FailureState error={invitation.error} />
      </Door>
    )
  if (!invitation.data) return <LoadingState rows={2} />
  return <AcceptForm token={token} email={invitation.data.email} />
}

const AcceptForm = ({ token, email }: { token: string; email: string }) => {
  const router = useRouter()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', username: '', password: '' },
    validate: {
      name: isNotEmpty(text.signIn.missing),
      username: isNotEmpty(text.signIn.missing),
      password: newPasswordRule,
    },
  })
  const accept = useMutation(
    trpc.users.acceptInvitation.mutationOptions({
      onSuccess: async (_user, { username, password }) => {
        await client.auth.signIn.mutate({ username, password })
        queryClient.clear()
        await router.navigate({ to: '/' })
      },
      onError: (error) => form.setErrors(fieldErrorsOf(error)),
    }),
  )
  return (
    <Door title={words.title} lead={words.lead(email)}>
      <form noValidate onSubmit={form.onSubmit((values) => accept.mutate({ token, ...values }))}>
        <Stack>
          {accept.error && <FailureState error={accept.error} />}
          <TextInput label={words.name} autoComplete="name" autoFocus {...form.getInputProps('name')} />
          <TextInput
            label={words.username}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            {...form.getInputProps('username')}
          />
          <PasswordInput
            label={words.password}
            description={text.password.rule}
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
          <Button type="submit" loading={accept.isPending} fullWidth>
            {words.submit}
          </Button>
        </Stack>
      </form>
    </Door>
  )
}
