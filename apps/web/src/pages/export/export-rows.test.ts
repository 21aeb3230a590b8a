import { expect, it } from 'vitest'
import { previewOf } from './export-rows.ts'

it('shows the first rows, with what stands in quotes whole', () => {
  const csv = 'ID,Content\r\n1,"two\nlines, one ""cell"""\r\n2,\r\n3,three\r\n'
  expect(previewOf(csv, 2)).toEqual({
    header: ['ID', 'Content'],
    rows: [
      ['1', 'two\nlines, one "cell"'],
      ['2', ''],
    ],
  })
})

it('leaves out a row that has not come whole yet', () => {
  expect(previewOf('ID,Content\r\n1,one\r\n2,"tw', 5).rows).toEqual([['1', 'one']])
  expect(previewOf('', 5)).toEqual({ header: [], rows: [] })
})
