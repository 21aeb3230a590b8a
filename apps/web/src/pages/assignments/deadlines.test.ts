import { expect, it } from 'vitest'
import { shiftDay, shifted } from './deadlines.ts'

it('a day is moved over months, leap days and clock changes', () => {
  expect([shiftDay('2026-01-31', 1), shiftDay('2028-02-28', 1), shiftDay('2026-03-30', -7)]).toEqual([
    '2026-02-01',
    '2028-02-29',
    '2026-03-23',
  ])
})

it('what has no deadline gets none', () => {
  expect(
    shifted(
      [
        { id: 1, deadline: '2026-05-01' },
        { id: 2, deadline: null },
      ],
      7,
    ),
  ).toEqual([{ courseAssignmentId: 1, deadline: '2026-05-08' }])
})
