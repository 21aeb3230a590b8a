import { NativeSelect, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc } from '../../api/client.ts'
import { notationFor, sampleFor } from '../../music/part-for.ts'
import { Part } from '../../notation/part.tsx'
import { text } from '../../text/index.ts'
import { FailureState } from '../../ui/states.tsx'

/** The parts of a piece as they sound, one at a time, with the recorded sample. */
export const PieceNotes = ({ id }: { id: number }) => {
  const { data: piece, error } = useQuery(trpc.music.piece.queryOptions({ id }))
  const [chosen, setChosen] = useState<number | null>(null)
  if (error) return <FailureState error={error} />
  if (!piece) return <Text c="dimmed">{text.common.loading}</Text>
  const part = piece.parts.find((row) => row.id === chosen) ?? piece.parts[0]
  if (!part) return <Text c="dimmed">{text.pieceNotes.noParts}</Text>
  const transposition =
    part.transpositions.find(({ name }) => name.startsWith('Concert Pitch TC')) ?? part.transpositions[0]
  const notation = transposition && notationFor(part, { id: 0, transposition })
  const sample = sampleFor(part, null)
  return (
    <Stack mt="sm">
      {piece.parts.length > 1 && (
        <NativeSelect
          label={text.pieceNotes.part}
          w="16rem"
          value={part.id}
          onChange={({ currentTarget }) => setChosen(Number(currentTarget.value))}
          data={piece.parts.map((row) => ({ value: String(row.id), label: row.name }))}
        />
      )}
      {notation ? (
        <Part key={part.id} notation={notation} label={text.pieceNotes.label(part.name)} />
      ) : (
        <Text c="dimmed">{text.pieceNotes.none}</Text>
      )}
      {/* biome-ignore lint/a11y/useMediaCaption: it is music without words. */}
      {sample && <audio controls preload="none" src={sample} aria-label={text.activity.sample} />}
    </Stack>
  )
}
