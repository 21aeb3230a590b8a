import { useMutation, useQueryClient } from '@tanstack/react-query'
import { trpc } from '../../api/client.ts'
import { undoOf } from '../../api/removals.ts'
import { text } from '../../text/index.ts'
import { toastDone, toastFailed } from '../../ui/toasts.tsx'

/** Takes the grade of a submission back, as if it had never been given; `name` is whose work it is. */
export const useTakeBack = (submissionId: number, name: string) => {
  const queries = useQueryClient()
  return useMutation(
    trpc.grades.remove.mutationOptions({
      // With what the rubric saves: a mark that is given meanwhile comes behind it.
      scope: { id: `grade-${submissionId}` },
      onSuccess: async ({ removal }) => {
        await Promise.all([
          queries.invalidateQueries(trpc.submissions.pathFilter()),
          queries.invalidateQueries(trpc.assignments.ofCourse.pathFilter()),
          queries.invalidateQueries(trpc.courses.waiting.pathFilter()),
          queries.invalidateQueries(trpc.removals.pathFilter()),
        ])
        toastDone(text.grading.takenBack(name), undoOf(removal))
      },
      onError: toastFailed,
    }),
  )
}
