import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatMark, hasMark, isSameMarks, noMarks, stepMark } from './marks.ts'

it('a mark moves by quarters and stays between 1 and 5', () => {
  expect([stepMark(3, 1), stepMark(3, -1), stepMark(5, 1), stepMark(1, -1), stepMark(null, 1)]).toEqual([
    3.25, 2.75, 5, 1, 3,
  ])
  const mark = fc.integer({ min: 4, max: 20 }).map((quarters) => quarters / 4)
  fc.assert(
    fc.property(mark, fc.integer({ min: -30, max: 30 }), (from, steps) => {
      const moved = stepMark(from, steps)
      expect(moved).toBeGreaterThanOrEqual(1)
      expect(moved).toBeLessThanOrEqual(5)
      expect(Number.isInteger(moved * 4)).toBe(true)
    }),
  )
})

it('marks are shown as they are, and a missing one as a dash', () => {
  expect([formatMark(3.25), formatMark(4), formatMark(null)]).toEqual(['3.25', '4', '–'])
})

it('marks are the same where each of them is', () => {
  const marks = { rhythm: 4, tone: null, expression: 2.25 }
  expect(isSameMarks(marks, { ...marks })).toBe(true)
  expect(isSameMarks(marks, { ...marks, expression: 2.5 })).toBe(false)
  expect(isSameMarks(marks, { ...marks, rhythm: null })).toBe(false)
})

it('a grade has at least one mark', () => {
  expect([hasMark(noMarks), hasMark({ ...noMarks, tone: 1 })]).toEqual([false, true])
})
