import { Select } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { client, trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { toastDone, toastFailed } from '../../ui/toasts.tsx'
import type { FullAssignment } from './assignment.ts'

const words = text.activity

/** On which instrument one plays this piece, where the course leaves that to its students. */
export const InstrumentChoice = ({ course, assignment }: { course: string; assignment: FullAssignment }) => {
  const { enrollments } = useRouteContext({ from: '/signed-in' })
  const queries = useQueryClient()
  const mayChange = enrollments.some(
    ({ course: own }) => own.slug === course && own.canEditInstruments && own.archivedAt === null,
  )
  const { data: instruments } = useQuery(trpc.instruments.list.queryOptions(undefined, { enabled: mayChange }))
  const { pieceId, instrument } = assignment
  const forget = () => queries.invalidateQueries(trpc.assignments.pathFilter())
  const change = useMutation(
    trpc.assignments.setMyInstrument.mutationOptions({
      onSuccess: async (_changed, { instrumentId }) => {
        await forget()
        const name = instruments?.find(({ id }) => id === instrumentId)?.name ?? ''
        toastDone(words.instrumentChanged(name), async () => {
          await client.assignments.setMyInstrument.mutate({ course, pieceId, instrumentId: instrument?.id ?? null })
          await forget()
        })
      },
      onError: toastFailed,
    }),
  )
  if (!mayChange || !instruments) return null
  return (
    <Select
      label={words.instrument}
      size="xs"
      searchable
      allowDeselect={false}
      disabled={change.isPending}
      value={instrument ? String(instrument.id) : null}
      data={instruments.map(({ id, name }) => ({ value: String(id), label: name }))}
      onChange={(value) => {
        if (value !== null && Number(value) !== instrument?.id)
          change.mutate({ course, pieceId, instrumentId: Number(value) })
      }}
    />
  )
}
