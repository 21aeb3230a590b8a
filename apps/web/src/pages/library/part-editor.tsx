import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Surface } from '../../ui/surface.tsx'
import { NotationRow } from './notation-row.tsx'
import type { PartDraft, Place } from './piece-draft.ts'
import { RecordingRow } from './recording-row.tsx'
import classes from './rows.module.css'

const words = text.library

type PartEditorProps = {
  part: PartDraft
  /** How many submissions refer to it. */
  submissions: number
  isNameless: boolean
  errorAt: (place: Place) => unknown
  onChange: (part: PartDraft) => void
  onRemove: () => void
}

/** One part of a piece: its name, its notation for each transposition, and how it sounds on which instrument. */
export const PartEditor = ({ part, submissions, isNameless, errorAt, onChange, onRemove }: PartEditorProps) => {
  const { partType, name, notations, samples } = part
  const { data: choices } = useSuspenseQuery(trpc.music.choices.queryOptions())
  const { data: instruments } = useSuspenseQuery(trpc.instruments.list.queryOptions())
  const id = `part-${partType}`
  const readers = (transposition: string) =>
    instruments.filter((row) => row.transposition.name === transposition).map((row) => row.name)
  const isSampled = (instrumentId: number): boolean => instrumentId in samples
  return (
    <Surface as="section" aria-labelledby={id}>
      <Group justify="space-between" align="start">
        <Title order={2} size="h4" id={id}>
          {words.partTitle(partType)}
        </Title>
        <Button
          size="xs"
          variant="default"
          disabled={submissions > 0}
          aria-label={words.removeNamed(words.partTitle(partType))}
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={onRemove}
        >
          {words.remove}
        </Button>
      </Group>
      {submissions > 0 && (
        <Text size="sm" c="dimmed">
          {words.cannotRemovePart(submissions)}
        </Text>
      )}
      <Stack mt="sm" maw="36rem">
        <TextInput
          label={words.partName}
          maxLength={255}
          value={name}
          error={isNameless && text.signIn.missing}
          onChange={({ currentTarget }) => onChange({ ...part, name: currentTarget.value })}
        />
        <TextInput
          label={words.pattern}
          description={words.patternHelp}
          value={part.pattern}
          onChange={({ currentTarget }) => onChange({ ...part, pattern: currentTarget.value })}
        />
      </Stack>
      <Title order={3} size="h5" mt="lg">
        {words.notation}
      </Title>
      <Text size="sm" c="dimmed">
        {words.notationHelp}
      </Text>
      <ul className={classes.rows} aria-label={words.notationsOf(partType)}>
        {choices.transpositions.map(({ id: key, name: transposition }) => (
          <NotationRow
            key={key}
            part={partType}
            transposition={transposition}
            instruments={readers(transposition)}
            notation={notations[transposition]}
            onChange={(notation) => {
              const { [transposition]: _, ...others } = notations
              onChange({
                ...part,
                notations: notation === undefined ? others : { ...others, [transposition]: notation },
              })
            }}
          />
        ))}
      </ul>
      <Title order={3} size="h5" mt="lg">
        {words.samples}
      </Title>
      <RecordingRow
        label={words.sampleOf(partType)}
        detail={words.sampleHelp}
        recording={part.sample}
        error={errorAt({ partType, instrumentId: null })}
        onChange={(sample) => onChange({ ...part, sample })}
      />
      {instruments
        .filter((row) => isSampled(row.id))
        .map((row) => (
          <RecordingRow
            key={row.id}
            label={words.sampleOn(partType, row.name)}
            recording={samples[row.id] ?? null}
            error={errorAt({ partType, instrumentId: row.id })}
            onChange={(recording) => onChange({ ...part, samples: { ...samples, [row.id]: recording } })}
          />
        ))}
      <NativeSelect
        mt="sm"
        w="18rem"
        maw="100%"
        label={words.addSample(partType)}
        value=""
        data={[
          { value: '', label: words.chooseInstrument },
          ...instruments.filter((row) => !isSampled(row.id)).map((row) => ({ value: String(row.id), label: row.name })),
        ]}
        onChange={({ currentTarget }) =>
          currentTarget.value !== '' &&
          onChange({ ...part, samples: { ...samples, [Number(currentTarget.value)]: null } })
        }
      />
    </Surface>
  )
}
