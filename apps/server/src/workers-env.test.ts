import { availableParallelism } from 'node:os'
import { expect, it } from 'vitest'
import { readWorkers } from './workers-env.ts'

const DATABASE_URL = 'postgres://me@127.0.0.1/music'

it('is one process on the embedded database, and one for each core on PostgreSQL', () => {
  expect(readWorkers({})).toBe(1)
  expect(readWorkers({ WORKERS: '', DATABASE_URL: '' })).toBe(1)
  expect(readWorkers({ DATABASE_URL })).toBe(Math.min(availableParallelism(), 8))
})

it('is what was asked for', () => {
  expect(readWorkers({ DATABASE_URL, WORKERS: '1' })).toBe(1)
  expect(readWorkers({ DATABASE_URL, WORKERS: '12' })).toBe(12)
})

it.each(['0', '-1', 'two', '1.5', '100'])('WORKERS=%s is refused', (WORKERS) => {
  expect(() => readWorkers({ DATABASE_URL, WORKERS })).toThrow(
    'WORKERS is not set right: it takes a number of processes from 1 to 99.',
  )
})

it('several on the embedded database are refused', () => {
  expect(() => readWorkers({ WORKERS: '2' })).toThrow('the embedded database takes one process')
})
