import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
import { isEmail, useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { trpc } from '../../api/client.ts'
import { Door } from '../../shell/door.tsx'
import { text } from '../../text/index.ts'
import { FailureState } from '../../ui/states.tsx'

const words = text.forgotten

/** Ask for a link to choose a new password. */
export const ForgotPasswordPage = () => {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '' },
    validate: { email: isEmail(words.invalid) },
  })
  const request = useMutation(trpc.auth.requestReset.mutationOptions())
  const toSignIn = (
    <Text size="sm" ta="center">
      <Anchor component={Link} to="/sign-in">
        {words.toSignIn}
      </Anchor>
    </Text>
  )
  if (request.isSuccess)
    return (
      <Door title={words.sentTitle}>
        <Stack mt="sm">
          <Text role="status">{words.sent(request.variables.email)}</Text>
          {toSignIn}
        </Stack>
      </Door>
    )
  return (
    <Door title={words.title} lead={words.lead}>
      <form noValidate onSubmit={form.onSubmit((values) => request.mutate(values))}>
        <Stack>
          {request.error && <FailureState error={request.error} />}
          <TextInput label={words.email} type="email" autoComplete="email" autoFocus {...form.getInputProps('email')} />
          <Button type="submit" loading={request.isPending} fullWidth>
            {words.submit}
          </Button>
          {toSignIn}
        </Stack>
      </form>
    </Door>
  )
}
