/**
 * The figures, drawn with Observable Plot: a chunk of its own, fetched with the first of them. Sizes and places say how
 * many; colour says nothing that they do not.
 */
import { dot, line, type PlotOptions, plot, rectY, ruleY, text as textMark, tickX } from '@observablehq/plot'
import { text } from '../../text/index.ts'
import { axisOf, type Given, type PairRow, type RatingRow, type Span } from './figures.ts'

const words = text.figures

const ink = 'var(--cpr-figure)'
const ratingAxis = { domain: [0.75, 5.25], ticks: [1, 2, 3, 4, 5], tickFormat: 'd' }
const biggestDot = 10
/** Room for what the axis is called, below its numbers. */
const bottom = 42

/** Dots by area, of which the biggest stands for `most`. */
const dots = (most: number) => ({ type: 'sqrt' as const, domain: [0, most], range: [0, biggestDot] })

const drawn = (options: PlotOptions): Element => {
  const style = { background: 'transparent', fontSize: '12px', fontFamily: 'inherit', overflow: 'visible' }
  const drawing = plot({ style, ...options })
  // Plot names every group of marks, which is no name that a group may have; the whole has one of its own.
  for (const part of drawing.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label')
  return drawing
}

/** How much was handed in, period by period, as bars. */
export const drawSpans = (spans: Span[], width: number): Element => {
  const most = Math.max(...spans.map(({ submissions }) => submissions))
  return drawn({
    width,
    height: 260,
    marginLeft: 44,
    x: { type: 'utc', label: null, domain: axisOf(spans) },
    y: { label: words.submissions, grid: true, ticks: Math.min(5, most), tickFormat: 'd', domain: [0, most] },
    marks: [
      rectY(spans, {
        x1: 'from',
        x2: 'to',
        y: 'submissions',
        fill: ink,
        insetLeft: 0.5,
        insetRight: 0.5,
        title: ({ submissions }: Span) => String(submissions),
      }),
      ruleY([0]),
    ],
  })
}

const rowHeight = 34

/** The ratings of each activity in one aspect: a dot for each rating, by its share, and a bar at the mean. */
export const drawRatings = (rows: RatingRow[], given: Given[], width: number): Element =>
  drawn({
    width,
    height: 76 + rowHeight * rows.length,
    marginBottom: bottom,
    marginLeft: 100,
    marginRight: 48,
    x: { ...ratingAxis, label: words.rating, grid: true },
    y: { type: 'band', label: null, domain: rows.map(({ activity }) => activity) },
    r: dots(1),
    marks: [
      dot(given, {
        x: 'rating',
        y: 'activity',
        r: 'share',
        fill: ink,
        fillOpacity: 0.75,
        title: ({ rating, count }: Given) => words.oneRating(rating, count),
      }),
      tickX(rows, { x: 'mean', y: 'activity', stroke: 'currentColor', strokeWidth: 3, inset: 3 }),
      textMark(rows, {
        y: 'activity',
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 6,
        text: ({ ratings }: RatingRow) => words.n(ratings),
      }),
    ],
  })

/** The pairs of a teacher's and a student's rating in one aspect, by how often they occur, and where the two agree. */
export const drawPairs = ({ pairs }: PairRow, width: number): Element =>
  drawn({
    width,
    height: width,
    marginBottom: bottom,
    marginLeft: 44,
    x: { ...ratingAxis, label: words.byTeacher, grid: true },
    y: { ...ratingAxis, label: words.bySelf, grid: true },
    r: dots(Math.max(...pairs.map(({ works }) => works))),
    marks: [
      line(
        [
          [1, 1],
          [5, 5],
        ],
        { stroke: 'currentColor', strokeDasharray: '4 4', strokeOpacity: 0.7 },
      ),
      dot(pairs, {
        x: 'teacher',
        y: 'self',
        r: 'works',
        fill: ink,
        fillOpacity: 0.75,
        stroke: ink,
        title: ({ teacher, self, works }: PairRow['pairs'][number]) => words.onePair(teacher, self, works),
      }),
    ],
  })
