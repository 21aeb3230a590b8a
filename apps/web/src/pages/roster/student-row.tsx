import { ActionIcon, Checkbox, NativeSelect } from '@mantine/core'
import { IconUserMinus } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { memo } from 'react'
import { client, type Outputs, trpc } from '../../api/client.ts'
import { undoOf } from '../../api/removals.ts'
import { text } from '../../text/index.ts'
import { toastDone, toastFailed } from '../../ui/toasts.tsx'
import type { Student } from './students.ts'

const words = text.roster

type StudentRowProps = {
  student: Student
  instruments: Outputs['instruments']['list']
  isSelected: boolean
  onToggle: (enrollmentId: number) => void
}

const StudentCells = ({ student, instruments, isSelected, onToggle }: StudentRowProps) => {
  const { enrollmentId: id, name, username, grade, instrumentId, ownInstrumentId } = student
  const queries = useQueryClient()
  const forget = () =>
    Promise.all([
      queries.invalidateQueries(trpc.roster.pathFilter()),
      queries.invalidateQueries(trpc.courses.pathFilter()),
      queries.invalidateQueries(trpc.assignments.pathFilter()),
      queries.invalidateQueries(trpc.removals.pathFilter()),
    ])
  const change = useMutation(
    trpc.enrollments.changeInstrument.mutationOptions({
      onSuccess: async ({ instrument }) => {
        await forget()
        toastDone(words.instrumentChanged(name, instrument?.name ?? words.noInstrument), async () => {
          await client.enrollments.changeInstrument.mutate({ id, instrumentId: ownInstrumentId })
          await forget()
        })
      },
      onError: toastFailed,
    }),
  )
  const remove = useMutation(
    trpc.enrollments.remove.mutationOptions({
      onSuccess: async ({ removal }) => {
        await forget()
        toastDone(words.removed(name), undoOf(removal))
      },
      onError: toastFailed,
    }),
  )
  return (
    <tr>
      <td>
        <Checkbox aria-label={words.select(name)} checked={isSelected} onChange={() => onToggle(id)} />
      </td>
      <th scope="row">{name}</th>
      <td>{username}</td>
      <td>{grade}</td>
      <td>
        <NativeSelect
          aria-label={words.instrumentOf(name)}
          size="xs"
          w="12rem"
          disabled={change.isPending}
          error={instrumentId === null}
          value={instrumentId ?? ''}
          onChange={({ currentTarget }) => change.mutate({ id, instrumentId: Number(currentTarget.value) })}
        >
          {instrumentId === null && <option value="">{words.none}</option>}
          {instruments.map((instrument) => (
            <option key={instrument.id} value={instrument.id}>
              {instrument.name}
            </option>
          ))}
        </NativeSelect>
      </td>
      <td>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.remove(name)}
          loading={remove.isPending}
          onClick={() => remove.mutate({ id })}
        >
          <IconUserMinus size={18} aria-hidden />
        </ActionIcon>
      </td>
    </tr>
  )
}

/** A student of the roster: the instrument is chosen right there. */
export const StudentRow = memo(StudentCells)
