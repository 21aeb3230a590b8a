import { Button, Group, Loader, Stack, Text, TextInput } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc } from '../../api/client.ts'
import { titleOf } from '../../music/activity-kind.ts'
import { text } from '../../text/index.ts'
import { Notice } from '../../ui/notice.tsx'
import { FailureState } from '../../ui/states.tsx'
import type { Choice } from './choice.ts'
import { GiveInstruments } from './give-instruments.tsx'
import { useAssign } from './use-assign.ts'

const words = text.assign

type AssignPreviewProps = { course: string; choice: Choice; onClose: () => void }

/** What assigning will do: which activities, for how many, and who has to be given an instrument first. */
export const AssignPreview = ({ course, choice, onClose }: AssignPreviewProps) => {
  const [deadline, setDeadline] = useState('')
  const { data: preview, error } = useQuery(
    trpc.assignments.preview.queryOptions({ course, source: choice.source }, { staleTime: 0 }),
  )
  const assign = useAssign(course, choice, onClose)
  if (error) return <FailureState error={error} />
  if (!preview) return <Loader aria-label={text.common.loading} />
  const activities = preview.pieces.flatMap((piece) => piece.activities)
  const telephone = preview.pieces.some((piece) => piece.telephone)
  const isNew = activities.every(({ assigned }) => !assigned)
  return (
    <Stack>
      {assign.error && <FailureState error={assign.error} />}
      <div>
        <Text>
          {telephone
            ? words.willInGroups(activities.length, preview.students)
            : words.will(activities.length, preview.students)}
        </Text>
        <ol>
          {activities.map(({ id, type, assigned }) => (
            <li key={id}>
              {titleOf({ type })}
              {assigned && (
                <Text span c="dimmed" size="sm">
                  {' '}
                  ({words.isAssigned})
                </Text>
              )}
            </li>
          ))}
        </ol>
      </div>
      {activities.every(({ assigned }) => assigned) && (
        <Notice tone="plain" icon={IconInfoCircle}>
          {words.everything}
        </Notice>
      )}
      {preview.withoutInstrument.length > 0 && <GiveInstruments students={preview.withoutInstrument} />}
      <TextInput
        type="date"
        label={words.deadline}
        w="14rem"
        value={deadline}
        onChange={({ currentTarget }) => setDeadline(currentTarget.value)}
      />
      <Group>
        <Button
          disabled={preview.withoutInstrument.length > 0}
          loading={assign.isPending}
          onClick={() => assign.mutate({ deadline: deadline || null, isNew })}
        >
          {words.confirm}
        </Button>
        <Button variant="default" onClick={onClose}>
          {text.common.cancel}
        </Button>
      </Group>
    </Stack>
  )
}
