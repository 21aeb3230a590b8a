import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useSyncExternalStore } from 'react'
import { type HandIn, handInOf, subscribe } from './hand-ins.ts'
import { takesKey, takesOf } from './takes.ts'

const keyOf = (userId: number) => [...takesKey, userId]

/** Somebody's takes for an assignment that this browser keeps, the newest first. */
export const useTakes = (userId: number, assignmentId: number) => {
  const queries = useQueryClient()
  const { data: takes = [] } = useQuery({
    queryKey: keyOf(userId),
    queryFn: () => takesOf(userId),
    // They are here, whatever the network does.
    networkMode: 'always',
    staleTime: 0,
  })
  const refresh = useCallback(() => queries.invalidateQueries({ queryKey: keyOf(userId) }), [queries, userId])
  return { takes: takes.filter((take) => take.assignmentId === assignmentId), refresh }
}

/** How the hand-in of a take stands; undefined where it was not begun. */
export const useHandIn = (id: string): HandIn | undefined => useSyncExternalStore(subscribe, () => handInOf(id))
