import { expect, it } from 'vitest'
import { noMarks } from '../../music/marks.ts'
import { effectOf } from './keys.ts'

it('a digit gives a mark and goes on to the next criterion', () => {
  expect(effectOf('4', noMarks, 'rhythm')).toEqual({ kind: 'mark', marks: { ...noMarks, rhythm: 4 }, active: 'tone' })
  expect(effectOf('2', noMarks, 'expression')).toMatchObject({ active: 'expression' })
})

it('plus and minus go by quarters and stay where they are', () => {
  const marks = { ...noMarks, tone: 4 }
  expect(effectOf('+', marks, 'tone')).toEqual({ kind: 'mark', marks: { ...marks, tone: 4.25 }, active: 'tone' })
  expect(effectOf('-', marks, 'tone')).toMatchObject({ marks: { tone: 3.75 } })
})

it('letters go on, take back and play; other keys are left alone', () => {
  expect(['n', 'U', 'p'].map((key) => effectOf(key, noMarks, 'tone')?.kind)).toEqual(['next', 'undo', 'play'])
  expect(['6', '0', 'x', 'Enter', 'Tab'].map((key) => effectOf(key, noMarks, 'tone'))).toEqual(Array(5).fill(null))
})
