import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { toastDone } from '../../ui/toasts.tsx'
import type { Choice } from './choice.ts'

type Variables = {
  deadline: string | null
  /** Nothing of it was assigned before: taking it back takes nothing else with it. */
  isNew: boolean
}

/** Assigns what was chosen; while nobody has worked on it, it can be taken back. */
export const useAssign = (course: string, { source, pieceId, pieceName }: Choice, onDone: () => void) => {
  const queries = useQueryClient()
  const forget = () =>
    Promise.all([
      queries.invalidateQueries(trpc.assignments.pathFilter()),
      queries.invalidateQueries(trpc.submissions.pathFilter()),
      queries.invalidateQueries(trpc.courses.pathFilter()),
      queries.invalidateQueries(trpc.removals.pathFilter()),
    ])
  return useMutation({
    mutationFn: async ({ deadline, isNew }: Variables) => {
      // What else is assigned of this piece would be taken back with it.
      const assigned = await client.assignments.ofCourse.query({ course })
      const isAlone = isNew && !assigned.some(({ piece }) => piece.id === pieceId)
      if ('planId' in source) await client.assignments.assignPlan.mutate({ course, deadline, ...source })
      else await client.assignments.assignPiece.mutate({ course, deadline, ...source })
      return isAlone
    },
    onSuccess: async (isAlone) => {
      await forget()
      onDone()
      const undo = async (): Promise<void> => {
        await client.assignments.unassign.mutate({ course, pieceId })
        await forget()
      }
      toastDone(text.assign.done(pieceName), isAlone ? undo : undefined)
    },
  })
}
