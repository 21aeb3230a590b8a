import { afterEach, expect, it, vi } from 'vitest'
import { daysUntil, formatDate, formatDay, formatLength, todayHere } from './time.ts'

afterEach(() => vi.unstubAllEnvs())

it.each(['America/Los_Angeles', 'Europe/London', 'Pacific/Auckland'])('a day is the same day in %s', (zone) => {
  vi.stubEnv('TZ', zone)
  expect(formatDay('2026-05-05', '2026-01-01')).toBe('Tue, May 5')
  expect(formatDay('2027-01-01', '2026-01-01')).toBe('Jan 1, 2027')
  expect(formatDate('2026-05-05')).toBe('May 5, 2026')
})

it('today is the day that it is here', () => {
  vi.stubEnv('TZ', 'America/Los_Angeles')
  expect(todayHere(new Date('2026-05-05T03:00:00Z'))).toBe('2026-05-04')
  vi.stubEnv('TZ', 'Pacific/Auckland')
  expect(todayHere(new Date('2026-05-05T18:00:00Z'))).toBe('2026-05-06')
})

it('days are counted over months and clock changes', () => {
  expect(daysUntil('2026-05-05', '2026-05-05')).toBe(0)
  expect(daysUntil('2026-03-31', '2026-03-27')).toBe(4)
  expect(daysUntil('2026-02-28', '2026-03-01')).toBe(-1)
})

it('a length is read in minutes and seconds', () => {
  expect([0, 5.4, 65, 600].map(formatLength)).toEqual(['0:00', '0:05', '1:05', '10:00'])
})
