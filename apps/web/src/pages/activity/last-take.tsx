import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { trpc } from '../../api/client.ts'
import { lastTakeOf } from '../../music/status.ts'
import { text } from '../../text/index.ts'
import { Surface } from '../../ui/surface.tsx'
import { Take } from './take.tsx'

/** The last recording of a piece, to look back at and to rate; nothing where there is none yet. */
export const LastTake = ({ course, pieceId }: { course: string; pieceId: number }) => {
  const { data: pieces = [] } = useQuery(trpc.assignments.mine.queryOptions({ course }))
  const take = lastTakeOf(pieces.find(({ piece }) => piece.id === pieceId)?.assignments ?? [])
  if (!take) return null
  return (
    <Surface as="section" aria-labelledby="last-take">
      <Title order={2} size="h4" mb="sm" id="last-take">
        {text.activity.lastTake}
      </Title>
      <Take course={course} submission={take} canRate />
    </Surface>
  )
}
