import { criteria, formatMark, type Marks } from '../music/marks.ts'
import { text } from '../text/index.ts'

/** The marks of a grade in one line; those that were not given are left out. */
export const MarkLine = ({ marks }: { marks: Marks }) => (
  <span>
    {criteria
      .filter((criterion) => marks[criterion] !== null)
      .map((criterion) => `${text.marks[criterion]} ${formatMark(marks[criterion])}`)
      .join(' · ')}
  </span>
)
