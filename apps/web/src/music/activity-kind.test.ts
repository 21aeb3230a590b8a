import { expect, it } from 'vitest'
import { asksForRating, kindOf, titleOf } from './activity-kind.ts'

it.each([
  ['Perform', 'record'],
  ['PerformPost', 'record'],
  ['Create', 'either'],
  ['Respond', 'write'],
  ['Connect', 'write'],
  ['Connect Benjamin', 'write'],
  ['Study', 'steps'],
  ['Something new', 'write'],
])('an activity of the category %s asks to %s', (category, kind) => {
  expect(kindOf({ type: 'Any', category })).toBe(kind)
})

it('looking back asks for a rating of the own playing', () => {
  expect(asksForRating({ type: 'Reflection', category: 'Respond' })).toBe(true)
  expect(asksForRating({ type: 'Melody', category: 'Perform' })).toBe(false)
})

it('is called by its title, else by that of its first word, else by its own name', () => {
  expect(['Melody', 'Connect Elgar', 'Whistle'].map((type) => titleOf({ type }))).toEqual([
    'Play the melody',
    'Connect',
    'Whistle',
  ])
})
