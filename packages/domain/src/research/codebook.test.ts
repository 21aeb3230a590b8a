import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { codebook } from './codebook.ts'
import { columns, columnsOf, headerLine } from './columns.ts'

const reference = readFileSync(new URL('test-data/reference-export.csv', import.meta.url), 'utf8')
const [referenceHeader = ''] = reference.split('\r\n')

it('begins with the columns of the reference, and six marks behind them', () => {
  expect(headerLine(columnsOf({ names: false }))).toBe(
    `${referenceHeader},Grade Rhythm,Grade Tone,Grade Expression,Self Grade Rhythm,Self Grade Tone,Self Grade Expression\r\n`,
  )
})

it('has names of people behind all else, and only where they are asked for', () => {
  const names = codebook.columns.filter(({ onRequest }) => onRequest).map(({ name }) => name)
  expect(names).toEqual(['Student Username', 'Student Name'])
  expect(columnsOf({ names: true }).map(({ header }) => header)).toEqual(columns.map(({ header }) => header))
  expect(columns.slice(-2).map(({ header }) => header)).toEqual(names)
})

it('has headers that need no quotes, each once', () => {
  const headers = columns.map(({ header }) => header)
  expect(new Set(headers).size).toBe(headers.length)
  for (const header of headers) expect(header).toMatch(/^[A-Za-z][A-Za-z ]+$/)
})

it('says of every column what it means and which values it has', () => {
  expect(codebook.columns.map(({ name }) => name)).toEqual(columns.map(({ header }) => header))
  for (const { meaning, values } of codebook.columns) {
    expect(meaning).toMatch(/^[A-Z].{8,}\.$/)
    expect(values).not.toBe('')
  }
})
