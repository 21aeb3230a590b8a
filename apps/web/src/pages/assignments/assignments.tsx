import { Button, Group, Stack } from '@mantine/core'
import { IconMusicPlus, IconPlus, IconUsersPlus } from '@tabler/icons-react'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Notice } from '../../ui/notice.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { toastDone, toastFailed } from '../../ui/toasts.tsx'
import { AssignedPiece } from './assigned-piece.tsx'

const words = text.assignments

/** What a course is assigned, piece by piece: deadlines, who has handed in, what is to grade, groups. */
export const AssignmentsPage = () => {
  const { course } = useParams({ from: '/signed-in/courses/$course/' })
  const queries = useQueryClient()
  const { data: pieces } = useSuspenseQuery(trpc.assignments.ofCourse.queryOptions({ course }))
  const { data: groups } = useSuspenseQuery(trpc.assignments.groups.queryOptions({ course }))
  const { data: waiting } = useSuspenseQuery(trpc.courses.waiting.queryOptions())
  const withoutGroup = waiting.find((row) => row.course === course)?.withoutGroup ?? 0
  const place = useMutation(
    trpc.assignments.placeLateJoiners.mutationOptions({
      onSuccess: async ({ placed }) => {
        await Promise.all([
          queries.invalidateQueries(trpc.assignments.pathFilter()),
          queries.invalidateQueries(trpc.courses.pathFilter()),
        ])
        toastDone(words.placed(placed))
      },
      onError: toastFailed,
    }),
  )
  const assign = (
    <Button
      renderRoot={(props) => <Link {...props} to="/courses/$course/assign" params={{ course }} />}
      leftSection={<IconPlus size={18} aria-hidden />}
    >
      {words.assign}
    </Button>
  )
  if (pieces.length === 0)
    return (
      <EmptyState icon={IconMusicPlus} title={words.emptyTitle} action={assign}>
        {words.empty}
      </EmptyState>
    )
  return (
    <Stack gap="lg">
      <Group justify="end">{assign}</Group>
      {withoutGroup > 0 && (
        <Notice tone="waiting" icon={IconUsersPlus}>
          <Group justify="space-between">
            <span>{words.lateJoiners(withoutGroup)}</span>
            <Button size="xs" loading={place.isPending} onClick={() => place.mutate({ course })}>
              {words.place}
            </Button>
          </Group>
        </Notice>
      )}
      {pieces.map((piece) => (
        <AssignedPiece
          key={piece.piece.id}
          course={course}
          piece={piece}
          groups={groups.filter(({ pieceId }) => pieceId === piece.piece.id)}
        />
      ))}
    </Stack>
  )
}
