import { Button, Stack, Text, Title } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { trpc } from '../../api/client.ts'
import { undoOf } from '../../api/removals.ts'
import { text } from '../../text/index.ts'
import { FailureState } from '../../ui/states.tsx'
import { Surface } from '../../ui/surface.tsx'
import { toastDone } from '../../ui/toasts.tsx'
import type { FullPiece } from './piece-draft.ts'

const words = text.library

/** Takes a piece out of the library. Why it stays, where courses have it, stands where one would do it. */
export const DeletePiece = ({ piece: { id, name } }: { piece: FullPiece }) => {
  const { data: use } = useSuspenseQuery(trpc.music.pieceUse.queryOptions({ id }))
  const navigate = useNavigate()
  const queries = useQueryClient()
  const remove = useMutation(
    trpc.music.deletePiece.mutationOptions({
      onSuccess: async ({ removal }) => {
        queries.removeQueries(trpc.music.pieces.pathFilter())
        // Away from its page first: it is not to be looked at again. Nor are edits of it asked about.
        await navigate({ to: '/library', ignoreBlocker: true })
        await Promise.all([
          queries.invalidateQueries(trpc.music.pathFilter()),
          queries.invalidateQueries(trpc.plans.pathFilter()),
          queries.invalidateQueries(trpc.removals.pathFilter()),
        ])
        toastDone(words.pieceDeleted(name), undoOf(removal))
      },
    }),
  )
  return (
    <Surface as="section" aria-labelledby="delete">
      <Title order={2} size="h4" id="delete">
        {words.deletePiece}
      </Title>
      <Stack gap="md" mt={4} align="start">
        <Text c="dimmed" size="sm">
          {use.courses > 0 ? words.deletePieceHeld(use.courses) : words.deletePieceHelp}
        </Text>
        {remove.error && <FailureState error={remove.error} />}
        <Button
          variant="default"
          leftSection={<IconTrash size={18} aria-hidden />}
          disabled={use.courses > 0}
          loading={remove.isPending}
          onClick={() => remove.mutate({ id })}
        >
          {words.deletePieceNow}
        </Button>
      </Stack>
    </Surface>
  )
}
