import { expect, it } from 'vitest'
import { filterOf } from './filter.ts'

it('leaves out what is not filled in', () => {
  expect(filterOf({})).toEqual({})
  expect(filterOf({ action: ' ' })).toEqual({})
  expect(filterOf({ action: ' grades ', person: 'mia', course: 'band' })).toEqual({
    action: 'grades',
    person: 'mia',
    course: 'band',
  })
})

it('takes whole days, from the beginning of the first to the end of the last', () => {
  const { from = '', to = '' } = filterOf({ from: '2026-02-10', to: '2026-02-10' })
  expect(new Date(from)).toEqual(new Date(2026, 1, 10))
  expect(new Date(to)).toEqual(new Date(2026, 1, 11))
})
