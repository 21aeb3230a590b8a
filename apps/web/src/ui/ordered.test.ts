import fc from 'fast-check'
import { expect, it } from 'vitest'
import { moved } from './ordered.ts'

it('moves a row up and down', () => {
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
})

it('keeps every row, and leaves the order where there is no such place', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer()),
      fc.integer({ min: -1, max: 9 }),
      fc.integer({ min: -1, max: 9 }),
      (rows, from, to) => {
        const after = moved(rows, from, to)
        expect(after.toSorted()).toEqual(rows.toSorted())
        if (from < 0 || to < 0 || from >= rows.length || to >= rows.length) expect(after).toEqual(rows)
        else expect(after[to]).toBe(rows[from])
      },
    ),
  )
})
