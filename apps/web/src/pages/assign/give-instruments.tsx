import { Group, NativeSelect, Stack, Text } from '@mantine/core'
import { IconMusicQuestion } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Outputs, trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Notice } from '../../ui/notice.tsx'
import { toastFailed } from '../../ui/toasts.tsx'

const words = text.assign

type GiveInstrumentsProps = {
  students: Outputs['assignments']['preview']['withoutInstrument']
}

/** Who has no instrument is given one right where it is missed. */
export const GiveInstruments = ({ students }: GiveInstrumentsProps) => {
  const queries = useQueryClient()
  const { data: instruments = [] } = useQuery(trpc.instruments.list.queryOptions())
  const give = useMutation(
    trpc.enrollments.changeInstrument.mutationOptions({
      onSuccess: () =>
        Promise.all([
          queries.invalidateQueries(trpc.assignments.pathFilter()),
          queries.invalidateQueries(trpc.roster.pathFilter()),
          queries.invalidateQueries(trpc.courses.pathFilter()),
        ]),
      onError: toastFailed,
    }),
  )
  return (
    <Notice tone="waiting" icon={IconMusicQuestion}>
      <Stack gap="xs">
        <Text size="sm">{words.lacking(students.length)}</Text>
        {students.map(({ enrollmentId: id, name, username }) => (
          <Group key={id} justify="space-between">
            <Text fw={600}>{name || username}</Text>
            <NativeSelect
              aria-label={text.roster.instrumentOf(name || username)}
              size="xs"
              value=""
              onChange={({ currentTarget }) => give.mutate({ id, instrumentId: Number(currentTarget.value) })}
            >
              <option value="">{text.roster.none}</option>
              {instruments.map((instrument) => (
                <option key={instrument.id} value={instrument.id}>
                  {instrument.name}
                </option>
              ))}
            </NativeSelect>
          </Group>
        ))}
      </Stack>
    </Notice>
  )
}
