import { expect, it } from 'vitest'
import { ensemblesOf, entriesOf, type Filter, findEntries, type Piece, type Plan } from './library.ts'

const piece = (id: number, name: string, composer: string | null, ensemble: string) =>
  ({ id, name, composer: composer === null ? null : { name: composer }, ensembleType: { name: ensemble } }) as Piece

const pieces = [
  piece(1, 'Ode to Joy', 'Ludwig van Beethoven', 'Band'),
  piece(2, 'Simple Gifts', 'Joseph Brackett', 'Orchestra'),
  piece(3, 'Yankee Doodle', null, 'Band'),
]
const plan = { id: 7, name: 'All of it', piece: { id: 2 } } as Plan
const entries = entriesOf(pieces, [plan], new Set([3]))

const found = (filter: Partial<Filter>): number[] =>
  findEntries(entries, { search: '', ensemble: null, show: 'all', ...filter }).map(({ piece: { id } }) => id)

it('a piece has its plans, and is assigned or not', () => {
  expect(entries.map(({ plans, isAssigned }) => [plans.length, isAssigned])).toEqual([
    [0, false],
    [1, false],
    [0, true],
  ])
  expect(ensemblesOf(pieces)).toEqual(['Band', 'Orchestra'])
})

it('is found by words in its name and its composer, by ensemble, and by whether it is assigned', () => {
  expect(found({ search: 'joy BEETHOVEN' })).toEqual([1])
  expect(found({ search: 'joy brackett' })).toEqual([])
  expect(found({ ensemble: 'Band' })).toEqual([1, 3])
  expect(found({ show: 'assigned' })).toEqual([3])
  expect(found({ show: 'not yet', ensemble: 'Band' })).toEqual([1])
})
