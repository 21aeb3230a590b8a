import { Anchor, Button, PasswordInput, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { trpc } from '../../api/client.ts'
import { Door } from '../../shell/door.tsx'
import { text } from '../../text/index.ts'
import { FailureState } from '../../ui/states.tsx'
import { newPasswordRule } from './new-password.ts'

const words = text.reset

const AskAgain = () => (
  <Text size="sm" ta="center">
    <Anchor component={Link} to="/forgot-password">
      {words.again}
    </Anchor>
  </Text>
)

/** Choose a new password by the link of a mail. */
export const ResetPasswordPage = () => {
  const { token } = useSearch({ from: '/reset-password' })
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { newPassword: '' },
    validate: { newPassword: newPasswordRule },
  })
  const reset = useMutation(trpc.auth.resetPassword.mutationOptions())
  if (!token)
    return (
      <Door title={words.title} lead={words.noToken}>
        <AskAgain />
      </Door>
    )
  if (reset.isSuccess)
    return (
      <Door title={words.title}>
        <Stack mt="sm">
          <Text role="status">{words.done(reset.data.username)}</Text>
          <Button component={Link} to="/sign-in">
            {text.signIn.submit}
          </Button>
        </Stack>
      </Door>
    )
  return (
    <Door title={words.title} lead={words.lead}>
      <form noValidate onSubmit={form.onSubmit(({ newPassword }) => reset.mutate({ token, newPassword }))}>
        <Stack>
          {reset.error && (
            <>
              <FailureState error={reset.error} />
              <AskAgain />
            </>
          )}
          <PasswordInput
            label={words.password}
            description={text.password.rule}
            autoComplete="new-password"
            autoFocus
            {...form.getInputProps('newPassword')}
          />
          <Button type="submit" loading={reset.isPending} fullWidth>
            {words.submit}
          </Button>
        </Stack>
      </form>
    </Door>
  )
}
