import { Checkbox, Stack, TextInput, Title } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { trpc } from '../../api/client.ts'
import { fieldErrorsOf } from '../../api/errors.ts'
import { text } from '../../text/index.ts'
import { focusInvalid } from '../../ui/focus-invalid.ts'
import { Notice } from '../../ui/notice.tsx'
import { SaveBar } from '../../ui/save-bar.tsx'
import { FailureState } from '../../ui/states.tsx'
import { Surface } from '../../ui/surface.tsx'
import { OrderedChoice } from './ordered-choice.tsx'

const words = text.library

export type CurriculumValues = { name: string; ordered: boolean; planIds: number[] }

type CurriculumFormProps = {
  initial: CurriculumValues
  submit: string
  isPending: boolean
  error: unknown
  onSubmit: (values: CurriculumValues) => void
}

type Problems = { name?: string; planIds?: string }

const problemsOf = ({ name, planIds }: CurriculumValues): Problems => ({
  ...(name.trim() === '' ? { name: text.signIn.missing } : {}),
  ...(planIds.length === 0 ? { planIds: words.noPlansChosen } : {}),
})

/** A curriculum: its name, and its plans in their order. */
export const CurriculumForm = ({ initial, submit, isPending, error, onSubmit }: CurriculumFormProps) => {
  const { data: plans } = useSuspenseQuery(trpc.plans.all.queryOptions())
  const [values, setValues] = useState(initial)
  const [isTried, setIsTried] = useState(false)
  const found = problemsOf(values)
  const shown: Problems = isTried ? { ...fieldErrorsOf(error), ...found } : {}
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setIsTried(true)
    if (Object.keys(found).length > 0) focusInvalid(event.currentTarget)
    else onSubmit({ ...values, name: values.name.trim() })
  }
  return (
    <form noValidate onSubmit={send}>
      <Stack gap="lg">
        <Notice tone="plain" icon={IconInfoCircle}>
          {words.curriculumEffect}
        </Notice>
        <Surface>
          <Stack maw="36rem">
            <TextInput
              label={words.name}
              maxLength={255}
              value={values.name}
              error={shown.name}
              onChange={({ currentTarget }) => setValues({ ...values, name: currentTarget.value })}
            />
            <Checkbox
              label={words.ordered}
              checked={values.ordered}
              onChange={({ currentTarget }) => setValues({ ...values, ordered: currentTarget.checked })}
            />
          </Stack>
        </Surface>
        <Surface as="section" aria-labelledby="plans">
          <Title order={2} size="h4" mb="sm" id="plans">
            {words.plans}
          </Title>
          <OrderedChoice
            words={{
              list: words.plans,
              one: words.plan,
              add: words.addPlan,
              none: plans.length === 0 ? words.noPlans : words.noPlansYet,
            }}
            all={plans.map(({ id, name, piece }) => ({ id, name: words.planNamed(piece.name, name) }))}
            ids={values.planIds}
            error={shown.planIds}
            onChange={(planIds) => setValues({ ...values, planIds })}
          />
        </Surface>
        {error !== null && error !== undefined && <FailureState error={error} />}
      </Stack>
      <SaveBar label={submit} isDirty={JSON.stringify(values) !== JSON.stringify(initial)} isPending={isPending} />
    </form>
  )
}
