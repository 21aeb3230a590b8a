import { NativeSelect, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Part } from '../../notation/part.tsx'
import { text } from '../../text/index.ts'

const words = text.library

type NotationViewProps = { part: string; notations: Record<string, string> }

/** A part as each transposition reads it, one at a time. */
export const NotationView = ({ part, notations }: NotationViewProps) => {
  const drawn = Object.keys(notations).filter((name) => notations[name]?.trimStart().startsWith('<'))
  const [chosen, setChosen] = useState<string | null>(null)
  const transposition = drawn.find((name) => name === chosen) ?? drawn[0]
  const notation = transposition && notations[transposition]
  if (!notation) return <Text c="dimmed">{text.pieceNotes.none}</Text>
  return (
    <Stack mt="sm">
      <NativeSelect
        label={words.readAs}
        w="16rem"
        maw="100%"
        value={transposition}
        data={drawn}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}
      />
      <Part key={transposition} notation={notation} label={words.notationOf(part, transposition)} />
    </Stack>
  )
}
