import { Button, Group, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { trpc } from '../../api/client.ts'
import { draftKey, readDraft, writeDraft } from '../../music/drafts.ts'
import { text } from '../../text/index.ts'
import { FailureState } from '../../ui/states.tsx'
import { toastDone } from '../../ui/toasts.tsx'
import type { FullAssignment } from './assignment.ts'

const words = text.activity

/** A text to write and hand in; what is written is kept in the browser with every letter. */
export const WrittenWork = ({ course, assignment }: { course: string; assignment: FullAssignment }) => {
  const { me } = useRouteContext({ from: '/signed-in' })
  const queries = useQueryClient()
  const key = draftKey(me.id, assignment.id)
  const [draft, setDraft] = useState(() => readDraft(localStorage, key))
  const [isKept, setIsKept] = useState(true)
  const change = (value: string): void => {
    setDraft(value)
    setIsKept(writeDraft(localStorage, key, value))
  }
  const handIn = useMutation(
    trpc.submissions.create.mutationOptions({
      onSuccess: () => {
        change('')
        toastDone(words.textHandedIn)
        return queries.invalidateQueries(trpc.assignments.pathFilter())
      },
    }),
  )
  const content = draft.trim()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        handIn.mutate({ course, courseAssignmentId: assignment.id, content })
      }}
    >
      <Textarea
        label={words.yourText}
        autosize
        minRows={5}
        maxRows={20}
        value={draft}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      />
      <Group justify="space-between" mt="sm" mb={handIn.error ? 'sm' : 0}>
        <Text size="sm" c="dimmed" role="status">
          {draft === '' ? words.draftEmpty : isKept ? words.draftKept : words.draftNotKept}
        </Text>
        <Button type="submit" disabled={content === ''} loading={handIn.isPending}>
          {words.handIn}
        </Button>
      </Group>
      {handIn.error && <FailureState error={handIn.error} />}
    </form>
  )
}
