import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { trpc } from '../../api/client.ts'
import { notationFor } from '../../music/part-for.ts'
import { Part } from '../../notation/part.tsx'
import { text } from '../../text/index.ts'
import { Surface } from '../../ui/surface.tsx'
import type { TakeOfWork } from './work.ts'

type WorkPartProps = { pieceId: number; partId: number; instrument: NonNullable<TakeOfWork['instrument']> }

/** The part that a take was played from, as the student read it. */
export const WorkPart = ({ pieceId, partId, instrument }: WorkPartProps) => {
  const { data: piece } = useQuery(trpc.music.piece.queryOptions({ id: pieceId }))
  const part = piece?.parts.find(({ id }) => id === partId)
  const notation = part && notationFor(part, instrument)
  if (!part || !notation) return null
  return (
    <Surface as="section" aria-labelledby="part">
      <Title order={2} size="h5" id="part">
        {text.grading.notation}
      </Title>
      <Text c="dimmed" size="sm">
        {part.name}
      </Text>
      <Part notation={notation} label={text.activity.notationOf(part.name, instrument.name)} />
    </Surface>
  )
}
