import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { OrderedList } from '../../ui/ordered-list.tsx'

type Named = { id: number; name: string }

type OrderedChoiceProps = {
  /** Of the list, and of what is added to it. */
  words: { list: string; one: string; add: string; none: string }
  /** Everything that can be in the list. */
  all: Named[]
  /** What is in it, in its order. */
  ids: number[]
  error: string | undefined
  onChange: (ids: number[]) => void
}

/** A list in an order, and beside it what can be added. */
export const OrderedChoice = ({ words, all, ids, error, onChange }: OrderedChoiceProps) => {
  const rows = ids.flatMap((id) => all.find((row) => row.id === id) ?? [])
  const left = all.filter(({ id }) => !ids.includes(id))
  const [chosen, setChosen] = useState('')
  const toAdd = left.find(({ id }) => String(id) === chosen) ?? left[0]
  return (
    <>
      {rows.length === 0 && <Text c="dimmed">{words.none}</Text>}
      <OrderedList label={words.list} rows={rows} onChange={onChange} />
      {error && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)">
          {error}
        </Text>
      )}
      {toAdd && (
        <Group align="end" mt="md">
          <NativeSelect
            label={words.one}
            value={toAdd.id}
            data={left.map(({ id, name }) => ({ value: String(id), label: name }))}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
            maw="100%"
          />
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() => onChange([...ids, toAdd.id])}
          >
            {words.add}
          </Button>
        </Group>
      )}
    </>
  )
}
