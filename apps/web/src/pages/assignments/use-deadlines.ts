import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, trpc } from '../../api/client.ts'
import { toastDone, toastFailed } from '../../ui/toasts.tsx'
import type { AssignedActivity } from './assigned.ts'
import type { Deadline } from './deadlines.ts'

const of = (assignments: AssignedActivity[]): Deadline[] =>
  assignments.map(({ id, deadline }) => ({ courseAssignmentId: id, deadline }))

/** Sets deadlines; what they were before can be had back. */
export const useDeadlines = (course: string, assignments: AssignedActivity[], done: string) => {
  const queries = useQueryClient()
  const forget = () => queries.invalidateQueries(trpc.assignments.pathFilter())
  return useMutation(
    trpc.assignments.setDeadlines.mutationOptions({
      onSuccess: async (_changed, { deadlines }) => {
        const changed = new Set(deadlines.map(({ courseAssignmentId }) => courseAssignmentId))
        const before = of(assignments.filter(({ id }) => changed.has(id)))
        await forget()
        toastDone(done, async () => {
          await client.assignments.setDeadlines.mutate({ course, deadlines: before })
          await forget()
        })
      },
      onError: toastFailed,
    }),
  )
}
