import { Button, Stack, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useState } from 'react'
import { text } from '../../text/index.ts'
import { FailureState } from '../../ui/states.tsx'
import { toastDone, toastProblem } from '../../ui/toasts.tsx'
import { newPasswordRule } from '../door/new-password.ts'
import { csvLine, readablePassword, textToBase64 } from './roster-file.ts'
import { type Slip, Slips } from './slips.tsx'
import { useImport } from './use-import.ts'

const words = text.addStudents

const fresh = () => ({
  name: '',
  username: '',
  password: readablePassword(crypto.getRandomValues(new Uint8Array(7))),
  grade: '',
})

/** One student, who gets an account where there is none yet. */
export const AddOne = ({ course }: { course: string }) => {
  const [slips, setSlips] = useState<Slip[]>([])
  const form = useForm({
    initialValues: fresh(),
    validate: {
      name: isNotEmpty(text.signIn.missing),
      username: isNotEmpty(text.signIn.missing),
      password: newPasswordRule,
    },
  })
  const add = useImport()
  const submit = ({ name, username, password, grade }: ReturnType<typeof fresh>): void =>
    add.mutate(
      { course, file: textToBase64(`fullname,username,password,grade\n${csvLine([name, username, password, grade])}`) },
      {
        onSuccess: ({ lines: [line] }) => {
          if (!line || line.outcome === 'error') return toastProblem(line?.reason ?? '')
          toastDone(line.outcome === 'already there' ? words.outcomes['already there'] : words.added(name))
          setSlips((before) => [...before, { name, username: line.newUsername ?? username, password }])
          form.setValues(fresh())
        },
      },
    )
  return (
    <Stack>
      <form noValidate onSubmit={form.onSubmit(submit)}>
        <Stack maw="24rem">
          {add.error && <FailureState error={add.error} />}
          <TextInput label={words.name} {...form.getInputProps('name')} />
          <TextInput label={words.username} autoCapitalize="none" {...form.getInputProps('username')} />
          <TextInput label={words.password} description={words.passwordHelp} {...form.getInputProps('password')} />
          <TextInput label={words.grade} {...form.getInputProps('grade')} />
          <Button type="submit" loading={add.isPending} style={{ alignSelf: 'start' }}>
            {words.add}
          </Button>
        </Stack>
      </form>
      {slips.length > 0 && <Slips slips={slips} />}
    </Stack>
  )
}
