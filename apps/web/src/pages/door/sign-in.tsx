import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { Link, useRouter, useSearch } from '@tanstack/react-router'
import { queryClient, trpc } from '../../api/client.ts'
import { Door } from '../../shell/door.tsx'
import { safeTarget } from '../../shell/safe-target.ts'
import { text } from '../../text/index.ts'
import { FailureState } from '../../ui/states.tsx'

/** Sign in, and go on to where one wanted to go. */
export const SignInPage = () => {
  const { to } = useSearch({ from: '/sign-in' })
  const router = useRouter()
  const words = text.signIn
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { username: '', password: '' },
    validate: { username: isNotEmpty(words.missing), password: isNotEmpty(words.missing) },
  })
  const signIn = useMutation(
    trpc.auth.signIn.mutationOptions({
      onSuccess: () => {
        // Whoever was here before leaves nothing to be seen.
        queryClient.clear()
        router.history.push(safeTarget(to))
      },
      onError: () => form.getInputNode('password')?.focus(),
    }),
  )
  return (
    <Door title={words.title} lead={to ? words.goOn : words.lead}>
      <form
        noValidate
        onSubmit={form.onSubmit((values) => signIn.mutate({ ...values, username: values.username.trim() }))}
      >
        <Stack>
          {signIn.error && <FailureState error={signIn.error} />}
          <TextInput
            label={words.username}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            {...form.getInputProps('username')}
          />
          <PasswordInput label={words.password} autoComplete="current-password" {...form.getInputProps('password')} />
          <Button type="submit" loading={signIn.isPending} fullWidth>
            {words.submit}
          </Button>
          <Text size="sm" ta="center">
            <Anchor component={Link} to="/forgot-password">
              {words.forgotten}
            </Anchor>
          </Text>
        </Stack>
      </form>
    </Door>
  )
}
