/** What the figures show, between the answers of the server and the drawings. */
import type { Outputs } from '../../api/client.ts'

export type Period = Outputs['research']['submissionsOverTime']['periods'][number]
export type RatingRow = Outputs['research']['ratingsByActivity']['rows'][number]
export type PairRow = Outputs['research']['teacherAndSelf']['rows'][number]
export type Aspect = RatingRow['aspect']

/** A period of work on the axis of time: from its first day up to, not including, the one after its last. */
export type Span = { from: Date; to: Date; submissions: number }

const daysOf = { day: 1, week: 7 }

/** Days are those of UTC, as the server counts them. */
export const spansOf = (periods: Period[], by: keyof typeof daysOf): Span[] =>
  periods.map(({ start, submissions }) => {
    const from = new Date(`${start}T00:00:00Z`)
    const to = new Date(from)
    to.setUTCDate(to.getUTCDate() + daysOf[by])
    return { from, to, submissions }
  })

/** A bar that is all there is would fill the page and look like much: the axis has room for so many at least. */
const fewestPeriods = 12

/** From when to when the axis of time goes. */
export const axisOf = (spans: Span[]): [Date, Date] => {
  const first = Math.min(...spans.map(({ from }) => from.getTime()))
  const last = Math.max(...spans.map(({ to }) => to.getTime()))
  const shortest = Math.min(...spans.map(({ from, to }) => to.getTime() - from.getTime()))
  const missing = Math.max(0, fewestPeriods * shortest - (last - first))
  return [new Date(first - missing / 2), new Date(last + missing / 2)]
}

/** How often a rating was given for an activity. */
export type Given = { activity: string; rating: number; count: number; share: number }

/** Ratings that were given, with their share of those of their activity. */
export const givenOf = (rows: RatingRow[], steps: readonly number[]): Given[] =>
  rows.flatMap(({ activity, ratings, counts }) =>
    counts.flatMap((count, step) =>
      count === 0 ? [] : [{ activity, rating: steps[step] ?? 0, count, share: count / ratings }],
    ),
  )
