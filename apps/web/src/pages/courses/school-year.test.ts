import { expect, it } from 'vitest'
import { schoolYearOf } from './school-year.ts'

it('a school year goes from August to June', () => {
  expect(schoolYearOf('2026-09-01')).toEqual({ startDate: '2026-08-15', endDate: '2027-06-15' })
  expect(schoolYearOf('2026-07-01')).toEqual({ startDate: '2026-08-15', endDate: '2027-06-15' })
  expect(schoolYearOf('2026-06-30')).toEqual({ startDate: '2025-08-15', endDate: '2026-06-15' })
})
