import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { trpc } from './client.ts'
import { followWork } from './live-work.ts'

/** What happens together is read together. */
const aMomentMs = 300

/** For pages that show a whole course, and need not hurry while a class hands in. */
export const aWhileMs = 3000

/**
 * Reads again what is shown of the work of a course whenever something happens to it.
 * @returns whether it hears of that; where it does not, a page looks by itself from time to time
 */
export const useLiveWork = (course: string, gatherMs = aMomentMs): boolean => {
  const queries = useQueryClient()
  const [isLive, setIsLive] = useState(false)
  useEffect(() => {
    let gathering: number | undefined
    const readAgain = (): void => {
      gathering = undefined
      for (const filter of [
        trpc.submissions.pathFilter(),
        trpc.assignments.ofCourse.pathFilter(),
        trpc.courses.waiting.pathFilter(),
      ])
        void queries.invalidateQueries(filter)
    }
    const stop = followWork(course, {
      onLive: setIsLive,
      onNews: () => {
        gathering ??= window.setTimeout(readAgain, gatherMs)
      },
    })
    return () => {
      stop()
      window.clearTimeout(gathering)
    }
  }, [course, gatherMs, queries])
  return isLive
}
