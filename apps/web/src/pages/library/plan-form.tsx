import { NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { trpc } from '../../api/client.ts'
import { fieldErrorsOf } from '../../api/errors.ts'
import { text } from '../../text/index.ts'
import { focusInvalid } from '../../ui/focus-invalid.ts'
import { SaveBar } from '../../ui/save-bar.tsx'
import { FailureState } from '../../ui/states.tsx'
import { Surface } from '../../ui/surface.tsx'
import { activityName } from './activity-name.ts'
import { OrderedChoice } from './ordered-choice.tsx'

const words = text.library

export type PlanValues = { name: string; pieceId: number | null; type: 'TELEPHONE_FIXED' | null; activityIds: number[] }

type PlanFormProps = {
  initial: PlanValues
  submit: string
  isPending: boolean
  error: unknown
  /** Of a plan that is there already: what changing it does to courses; its piece stays. */
  consequences?: ReactNode
  /** Courses have it: its type stays. */
  isTypeFixed?: boolean
  onSubmit: (values: PlanValues & { pieceId: number }) => void
}

type Problems = { name?: string; pieceId?: string; activityIds?: string }

const problemsOf = ({ name, pieceId, activityIds }: PlanValues): Problems => ({
  ...(name.trim() === '' ? { name: text.signIn.missing } : {}),
  ...(pieceId === null ? { pieceId: words.choosePiece } : {}),
  ...(activityIds.length === 0 ? { activityIds: words.noActivities } : {}),
})

/** A plan: of which piece, for everybody or in groups, and its activities in their order. */
export const PlanForm = ({
  initial,
  submit,
  isPending,
  error,
  consequences,
  isTypeFixed = false,
  onSubmit,
}: PlanFormProps) => {
  const { data: activities } = useSuspenseQuery(trpc.plans.activities.queryOptions())
  const { data: pieces } = useSuspenseQuery(trpc.music.pieces.queryOptions({}))
  const [values, setValues] = useState(initial)
  const [isTried, setIsTried] = useState(false)
  const found = problemsOf(values)
  const shown: Problems = isTried ? { ...fieldErrorsOf(error), ...found } : {}
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setIsTried(true)
    if (Object.keys(found).length > 0) focusInvalid(event.currentTarget)
    else if (values.pieceId !== null) onSubmit({ ...values, pieceId: values.pieceId, name: values.name.trim() })
  }
  return (
    <form noValidate onSubmit={send}>
      <Stack gap="lg">
        {consequences}
        <Surface>
          <Stack maw="36rem">
            <TextInput
              label={words.name}
              maxLength={255}
              value={values.name}
              error={shown.name}
              onChange={({ currentTarget }) => setValues({ ...values, name: currentTarget.value })}
            />
            {initial.pieceId === null || consequences === undefined ? (
              <NativeSelect
                label={words.piece}
                value={values.pieceId ?? ''}
                error={shown.pieceId}
                data={[
                  { value: '', label: words.choosePiece },
                  ...pieces.map(({ id, name }) => ({ value: String(id), label: name })),
                ]}
                onChange={({ currentTarget }) => setValues({ ...values, pieceId: Number(currentTarget.value) || null })}
              />
            ) : null}
            <NativeSelect
              label={words.planType}
              description={isTypeFixed ? words.typeStays : words.planTypeHelp}
              disabled={isTypeFixed}
              value={values.type ?? ''}
              data={[
                { value: '', label: words.forEveryone },
                { value: 'TELEPHONE_FIXED', label: words.inGroups },
              ]}
              onChange={({ currentTarget }) =>
                setValues({ ...values, type: currentTarget.value === '' ? null : 'TELEPHONE_FIXED' })
              }
            />
          </Stack>
        </Surface>
        <Surface as="section" aria-labelledby="activities">
          <Title order={2} size="h4" id="activities">
            {words.activities}
          </Title>
          <Text size="sm" c="dimmed" mb="sm">
            {words.orderHelp}
          </Text>
          <OrderedChoice
            words={{
              list: words.activities,
              one: words.activity,
              add: words.addActivity,
              none: words.noActivitiesYet,
            }}
            all={activities.map((row) => ({ id: row.id, name: activityName(row) }))}
            ids={values.activityIds}
            error={shown.activityIds}
            onChange={(activityIds) => setValues({ ...values, activityIds })}
          />
        </Surface>
        {error !== null && error !== undefined && <FailureState error={error} />}
      </Stack>
      <SaveBar label={submit} isDirty={JSON.stringify(values) !== JSON.stringify(initial)} isPending={isPending} />
    </form>
  )
}
