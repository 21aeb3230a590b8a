import { expect, it } from 'vitest'
import { moveIn } from './move.ts'

const size = { rows: 20, columns: 5 }

it('keys go through a grid and stop at its edges', () => {
  const from = { row: 3, column: 2 }
  const to = (key: string) => {
    const place = moveIn(from, key, size)
    return place && [place.row, place.column]
  }
  expect(['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageDown', 'PageUp'].map(to)).toEqual([
    [4, 2],
    [2, 2],
    [3, 1],
    [3, 3],
    [3, 0],
    [3, 4],
    [13, 2],
    [0, 2],
  ])
  expect(moveIn({ row: 19, column: 4 }, 'ArrowDown', size)).toEqual({ row: 19, column: 4 })
  expect(to('Enter')).toBeNull()
})
