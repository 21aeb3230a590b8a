import { Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import type { FieldProblems } from './fields-problems.ts'
import type { PieceFields } from './piece-draft.ts'

const words = text.library

type PieceFieldsFormProps = {
  fields: PieceFields
  problems: FieldProblems
  onChange: (fields: PieceFields) => void
}

/** What a piece is called, by whom and for whom it is, and where it can be seen and heard elsewhere. */
export const PieceFieldsForm = ({ fields, problems, onChange }: PieceFieldsFormProps) => {
  const { data: choices } = useSuspenseQuery(trpc.music.choices.queryOptions())
  const composersId = useId()
  const field = (name: keyof PieceFields) => ({
    value: fields[name],
    error: problems[name],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      onChange({ ...fields, [name]: currentTarget.value }),
  })
  return (
    <Stack maw="36rem">
      <TextInput label={words.name} maxLength={255} {...field('name')} />
      <TextInput
        label={words.composer}
        description={words.composerHelp}
        maxLength={255}
        list={composersId}
        autoComplete="off"
        {...field('composer')}
      />
      <datalist id={composersId}>
        {[...new Set(choices.composers.map(({ name }) => name))].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Group grow align="start">
        <NativeSelect
          label={words.ensemble}
          data={choices.ensembleTypes.map(({ name }) => name)}
          {...field('ensembleType')}
        />
        <TextInput type="date" label={words.dateComposed} {...field('dateComposed')} />
      </Group>
      <TextInput type="url" label={words.video} description={words.linkHelp} maxLength={2000} {...field('video')} />
      <TextInput type="url" label={words.audio} description={words.linkHelp} maxLength={2000} {...field('audio')} />
    </Stack>
  )
}
