/** What the keys of the grading page do: pure. */
import { type Criterion, criteria, type Marks, stepMark } from '../../music/marks.ts'

export type KeyEffect =
  | { kind: 'mark'; marks: Marks; active: Criterion }
  | { kind: 'next' }
  | { kind: 'undo' }
  | { kind: 'play' }

const after = (criterion: Criterion): Criterion =>
  criteria[Math.min(criteria.length - 1, criteria.indexOf(criterion) + 1)] ?? criterion

/**
 * 1 to 5 give the active criterion a mark and go on to the next one, plus and minus change it by a quarter.
 * @returns null for keys that mean nothing here
 */
export const effectOf = (key: string, marks: Marks, active: Criterion): KeyEffect | null => {
  if (/^[1-5]$/.test(key)) return { kind: 'mark', marks: { ...marks, [active]: Number(key) }, active: after(active) }
  switch (key) {
    case '+':
    case '=':
      return { kind: 'mark', marks: { ...marks, [active]: stepMark(marks[active], 1) }, active }
    case '-':
      return { kind: 'mark', marks: { ...marks, [active]: stepMark(marks[active], -1) }, active }
    case 'n':
    case 'N':
      return { kind: 'next' }
    case 'u':
    case 'U':
      return { kind: 'undo' }
    case 'p':
    case 'P':
      return { kind: 'play' }
    default:
      return null
  }
}
