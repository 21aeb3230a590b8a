import { describe, expect, it } from 'vitest'
import { formula } from './cells.ts'

const runs = (cell: string): boolean => new RegExp(formula, 'u').test(cell)

describe('what a spreadsheet would run', () => {
  it.each([
    '=1+1',
    '+A1',
    '-A1',
    '@SUM(A1)',
    '\t=1+1',
    '\rtext',
    '\ntext',
    '   =1+1',
    '\u00a0=1+1',
    '\ufeff=1+1',
    '＝1+1',
    '-',
    '-5 apples',
    '+1.5.2',
    '-5\n',
    "'=1+1",
  ])('is %j', (cell) => expect(runs(cell)).toBe(true))

  it.each([
    '-5',
    '+3.5',
    '-1.5e-7',
    '7',
    '',
    'N/A',
    'a=b',
    "it's",
    "'quoted'",
    '3-4',
    '{"r":-1}',
    ' text',
    'first try',
  ])('is not %j', (cell) => expect(runs(cell)).toBe(false))
})
