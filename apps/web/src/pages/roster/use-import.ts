import { useMutation, useQueryClient } from '@tanstack/react-query'
import { trpc } from '../../api/client.ts'

/** Imports a roster, and asks again for everything that it changes. */
export const useImport = () => {
  const queries = useQueryClient()
  return useMutation(
    trpc.roster.import.mutationOptions({
      onSuccess: () =>
        Promise.all([
          queries.invalidateQueries(trpc.roster.pathFilter()),
          queries.invalidateQueries(trpc.courses.pathFilter()),
        ]),
    }),
  )
}
