import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { text } from '../../text/index.ts'
import { FailureState } from '../../ui/states.tsx'

const words = text.courses

export type CourseValues = { name: string; startDate: string; endDate: string; canEditInstruments: boolean }

type CourseFormProps = {
  initial: CourseValues
  submit: string
  isPending: boolean
  error: unknown
  onSubmit: (values: CourseValues) => void
}

/** What a course is called, when it is, and whether its students choose their instruments. */
export const CourseForm = ({ initial, submit, isPending, error, onSubmit }: CourseFormProps) => {
  const form = useForm<CourseValues>({
    mode: 'uncontrolled',
    initialValues: initial,
    validate: {
      name: isNotEmpty(text.signIn.missing),
      startDate: isNotEmpty(text.signIn.missing),
      endDate: (endDate, { startDate }) =>
        endDate === '' ? text.signIn.missing : endDate < startDate ? words.endsBeforeStart : null,
    },
  })
  return (
    <form noValidate onSubmit={form.onSubmit(onSubmit)}>
      <Stack maw="30rem">
        {error !== null && error !== undefined && <FailureState error={error} />}
        <TextInput label={words.name} description={words.nameHelp} {...form.getInputProps('name')} />
        <Group grow align="start">
          <TextInput type="date" label={words.startDate} {...form.getInputProps('startDate')} />
          <TextInput type="date" label={words.endDate} {...form.getInputProps('endDate')} />
        </Group>
        <Checkbox
          label={words.canEditInstruments}
          description={words.canEditInstrumentsHelp}
          {...form.getInputProps('canEditInstruments', { type: 'checkbox' })}
        />
        <Button type="submit" loading={isPending} style={{ alignSelf: 'start' }}>
          {submit}
        </Button>
      </Stack>
    </form>
  )
}
