import { expect, it } from 'vitest'
import { findPlans } from './find-plans.ts'

const plan = (name: string, piece: string) => ({ name, piece: { name: piece } })

it('finds plans by words of their name and their piece, in any order', () => {
  const plans = [plan('Telephone', 'Ode to Joy'), plan('Short', 'Hot Cross Buns')]
  const found = (search: string) => findPlans(plans, search).map(({ name }) => name)
  expect(found('joy TELE')).toEqual(['Telephone'])
  expect(found('o')).toEqual(['Telephone', 'Short'])
  expect(found('joy short')).toEqual([])
  expect(found(' ')).toHaveLength(2)
})
