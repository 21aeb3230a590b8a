import { Button, Checkbox, Group, PasswordInput, Radio, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconShieldExclamation } from '@tabler/icons-react'
import { fieldErrorsOf } from '../../api/errors.ts'
import { text } from '../../text/index.ts'
import { Notice } from '../../ui/notice.tsx'
import { FailureState } from '../../ui/states.tsx'
import { type AccountValues, accountRules, emptyAccount } from './new-account-values.ts'

const words = text.newAccount

const groups = ['STUDENT', 'TEACHER', 'RESEARCHER'] as const

type AccountFormProps = { isPending: boolean; error: unknown; onSubmit: (values: AccountValues) => void }

/** Who somebody is, what they may do, and where their password comes from. */
export const AccountForm = ({ isPending, error, onSubmit }: AccountFormProps) => {
  const form = useForm<AccountValues>({ initialValues: emptyAccount, validate: accountRules })
  const { isSuperuser, choosesPassword } = form.values
  const refused = fieldErrorsOf(error)
  const field = (name: 'name' | 'username' | 'email' | 'password' | 'again') => {
    const props = form.getInputProps(name)
    return { ...props, label: words[name], error: props.error ?? refused[name] }
  }
  return (
    <form noValidate onSubmit={form.onSubmit(onSubmit)}>
      <Stack>
        {error !== null && <FailureState error={error} />}
        <TextInput {...field('name')} maxLength={255} data-autofocus />
        <TextInput {...field('username')} description={words.usernameHelp} maxLength={150} autoCapitalize="none" />
        <TextInput {...field('email')} type="email" description={words.emailHelp} maxLength={254} />
        <Checkbox.Group label={words.groups} {...form.getInputProps('groups')}>
          <Group mt="xs">
            {groups.map((group) => (
              <Checkbox key={group} value={group} label={text.people.groups[group]} />
            ))}
          </Group>
        </Checkbox.Group>
        <Checkbox
          label={text.people.administrator}
          description={words.administratorHelp}
          {...form.getInputProps('isSuperuser', { type: 'checkbox' })}
        />
        {isSuperuser && (
          <Notice tone="waiting" icon={IconShieldExclamation} role="status">
            {words.administratorCare}
            <TextInput mt="xs" {...field('again')} maxLength={150} autoCapitalize="none" />
          </Notice>
        )}
        <Radio.Group
          label={words.passwordFrom}
          value={choosesPassword ? 'chosen' : 'made up'}
          onChange={(from) => form.setFieldValue('choosesPassword', from === 'chosen')}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="made up" label={words.madeUp} />
            <Radio value="chosen" label={words.chosen} />
          </Stack>
        </Radio.Group>
        {choosesPassword && (
          <PasswordInput {...field('password')} description={text.password.rule} autoComplete="new-password" />
        )}
        <Button type="submit" loading={isPending}>
          {isSuperuser ? words.submitAdministrator : words.submit}
        </Button>
      </Stack>
    </form>
  )
}
