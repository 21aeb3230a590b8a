import { Button, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { text } from '../../text/index.ts'
import { Dialog } from '../../ui/dialog.tsx'
import type { AssignedPieceRow } from './assigned.ts'
import { shifted } from './deadlines.ts'
import { useDeadlines } from './use-deadlines.ts'

const words = text.assignments

const aWeek = 7

type ShiftDialogProps = { course: string; piece: AssignedPieceRow; isOpen: boolean; onClose: () => void }

/** Moves the deadlines of a whole piece, or sets one day for all of it. */
export const ShiftDialog = ({ course, piece: { piece, assignments }, isOpen, onClose }: ShiftDialogProps) => {
  const [days, setDays] = useState<number | string>(aWeek)
  const [day, setDay] = useState('')
  const save = useDeadlines(course, assignments, words.shifted)
  const deadlines =
    day === ''
      ? shifted(assignments, Number(days) || 0)
      : assignments.map(({ id }) => ({ courseAssignmentId: id, deadline: day }))
  return (
    <Dialog
      opened={isOpen}
      onClose={onClose}
      title={words.shift}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ course, deadlines }, { onSuccess: onClose })
        }}
      >
        <Stack>
          <Text>{words.shiftLead(piece.name)}</Text>
          <NumberInput label={words.shiftBy} value={days} onChange={setDays} disabled={day !== ''} data-autofocus />
          <TextInput
            type="date"
            label={words.setAll}
            value={day}
            onChange={({ currentTarget }) => setDay(currentTarget.value)}
          />
          <Button type="submit" loading={save.isPending} disabled={deadlines.length === 0}>
            {text.common.save}
          </Button>
        </Stack>
      </form>
    </Dialog>
  )
}
