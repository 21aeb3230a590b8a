/** The marks of a grade, in the order in which they are shown. */
export const criteria = ['rhythm', 'tone', 'expression'] as const
export type Criterion = (typeof criteria)[number]
export type Marks = Record<Criterion, number | null>

export const noMarks: Marks = { rhythm: null, tone: null, expression: null }

export const lowestMark = 1
export const highestMark = 5
export const markStep = 0.25

/** Whether there is any mark at all: a grade without one is none. */
export const hasMark = (marks: Marks): boolean => criteria.some((criterion) => marks[criterion] !== null)

export const isSameMarks = (one: Marks, other: Marks): boolean =>
  criteria.every((criterion) => one[criterion] === other[criterion])

/** A mark as it is read: `4`, `3.25`, `–` where there is none. */
export const formatMark = (mark: number | null): string => (mark === null ? '–' : String(mark))

/** A mark moved by quarter steps, within 1 to 5; from no mark, the middle. */
export const stepMark = (mark: number | null, steps: number): number => {
  if (mark === null) return (lowestMark + highestMark) / 2
  return Math.min(highestMark, Math.max(lowestMark, Math.round(mark / markStep + steps) * markStep))
}
