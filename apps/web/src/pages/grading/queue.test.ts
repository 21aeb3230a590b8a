import { expect, it } from 'vitest'
import { arrivals, currentOf, nextUngraded } from './queue.ts'

const queue = (...marks: (number | null)[]) => marks.map((grade, index) => ({ enrollmentId: index + 1, grade }))

it('begins with whoever is asked for, else with the first that waits', () => {
  expect(currentOf(queue(4, null, 3), 3)?.enrollmentId).toBe(3)
  expect(currentOf(queue(4, null, 3), undefined)?.enrollmentId).toBe(2)
  expect(currentOf(queue(4, null, 3), 99)?.enrollmentId).toBe(2)
  expect(currentOf(queue(4, 3), undefined)?.enrollmentId).toBe(1)
  expect(currentOf([], 1)).toBeNull()
})

it('goes on with the next that waits, and around', () => {
  expect(nextUngraded(queue(null, null, 4, null), 2)?.enrollmentId).toBe(4)
  expect(nextUngraded(queue(null, 4, 4), 3)?.enrollmentId).toBe(1)
  expect(nextUngraded(queue(4, null), 2)).toBeNull()
  expect(nextUngraded(queue(4, 4), 1)).toBeNull()
})

it('what came since is work that was not there before, a new take of the same student too', () => {
  const take = (id: number, enrollmentId: number) => ({ id, enrollmentId })
  expect(arrivals([take(1, 1), take(7, 2), take(8, 3)], new Set([1, 2]))).toEqual([take(7, 2), take(8, 3)])
  expect(arrivals([take(1, 1)], new Set([1, 2]))).toEqual([])
})
