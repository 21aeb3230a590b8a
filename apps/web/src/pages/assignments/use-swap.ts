import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { toastDone, toastFailed } from '../../ui/toasts.tsx'
import { type GroupMember, nameOf } from './swap.ts'

/** Lets two members of telephone groups trade places; it can be taken back. */
export const useSwap = (course: string) => {
  const queries = useQueryClient()
  const forget = () => queries.invalidateQueries(trpc.assignments.pathFilter())
  const trade = (one: GroupMember, other: GroupMember) =>
    client.assignments.swapMembers.mutate({
      course,
      first: { enrollmentId: one.enrollmentId, courseAssignmentId: one.courseAssignmentId },
      second: { enrollmentId: other.enrollmentId, courseAssignmentId: other.courseAssignmentId },
    })
  return useMutation({
    mutationFn: ([one, other]: [GroupMember, GroupMember]) => trade(one, other),
    onSuccess: async (_places, [one, other]) => {
      await forget()
      toastDone(text.assignments.swapped(nameOf(one), nameOf(other)), async () => {
        await trade(
          { ...one, courseAssignmentId: other.courseAssignmentId },
          { ...other, courseAssignmentId: one.courseAssignmentId },
        )
        await forget()
      })
    },
    onError: toastFailed,
  })
}
