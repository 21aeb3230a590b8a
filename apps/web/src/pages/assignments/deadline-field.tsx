import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { titleOf } from '../../music/activity-kind.ts'
import { text } from '../../text/index.ts'
import type { AssignedActivity } from './assigned.ts'
import { useDeadlines } from './use-deadlines.ts'

const words = text.assignments

/** The deadline of one activity, saved when it is left. */
export const DeadlineField = ({ course, assignment }: { course: string; assignment: AssignedActivity }) => {
  const { id, deadline, activity } = assignment
  const save = useDeadlines(course, [assignment], words.deadlineSaved)
  const [edited, setEdited] = useState<string | null>(null)
  const commit = (): void => {
    const value = edited === '' ? null : edited
    setEdited(null)
    if (edited !== null && value !== deadline)
      save.mutate({ course, deadlines: [{ courseAssignmentId: id, deadline: value }] })
  }
  return (
    <TextInput
      type="date"
      size="xs"
      w="9.5rem"
      aria-label={words.deadlineOf(titleOf(activity))}
      disabled={save.isPending}
      value={edited ?? deadline ?? ''}
      onChange={({ currentTarget }) => setEdited(currentTarget.value)}
      onBlur={commit}
      onKeyDown={({ key }) => {
        if (key === 'Enter') commit()
        if (key === 'Escape') setEdited(null)
      }}
    />
  )
}
