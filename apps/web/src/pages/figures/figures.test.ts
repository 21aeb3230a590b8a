import { expect, it } from 'vitest'
import { axisOf, givenOf, spansOf } from './figures.ts'

it('spans days and weeks in UTC, over a change of the clock too', () => {
  const week = { start: '2026-03-23', submissions: 4 }
  expect(spansOf([week], 'week')).toEqual([
    { from: new Date('2026-03-23T00:00:00Z'), to: new Date('2026-03-30T00:00:00Z'), submissions: 4 },
  ])
  expect(spansOf([{ start: '2026-12-31', submissions: 1 }], 'day')[0]?.to).toEqual(new Date('2027-01-01T00:00:00Z'))
})

it('draws few weeks on an axis of twelve, and many on as long a one as they are', () => {
  const weeksOf = (...starts: string[]) =>
    axisOf(
      spansOf(
        starts.map((start) => ({ start, submissions: 1 })),
        'week',
      ),
    ).map((date) => date.toISOString().slice(0, 10))
  expect(weeksOf('2026-03-23')).toEqual(['2026-02-12', '2026-05-07'])
  expect(weeksOf('2025-03-24', '2026-03-23')).toEqual(['2025-03-24', '2026-03-30'])
})

it('has the ratings that were given, as shares of their activity', () => {
  const row = { activity: 'Melody', aspect: 'tone' as const, ratings: 4, students: 4, mean: 2, counts: [3, 0, 1] }
  expect(givenOf([row], [1, 1.25, 1.5])).toEqual([
    { activity: 'Melody', rating: 1, count: 3, share: 0.75 },
    { activity: 'Melody', rating: 1.5, count: 1, share: 0.25 },
  ])
})
