import { expect, it } from 'vitest'
import { changed, optionalDays, optionalWords } from './address.ts'

it('takes words that are there, and digits for a word', () => {
  const words = optionalWords('person', 'course')
  expect(words({ person: 'mia', course: 2026, other: 'x' })).toEqual({ person: 'mia', course: '2026' })
  expect(words({ person: ['mia'], course: ' ' })).toEqual({})
})

it('takes days, and nothing that is none', () => {
  const days = optionalDays('from', 'to')
  expect(days({ from: '2026-02-10', to: '2026-02-28' })).toEqual({ from: '2026-02-10', to: '2026-02-28' })
  expect(days({ from: '2026-13-10', to: 'soon' })).toEqual({})
  expect(days({ from: '0002-02-10', to: 20260210 })).toEqual({})
})

it('changes some words and drops those that are emptied', () => {
  const words: { person?: string; course?: string } = { person: 'mia', course: 'band' }
  expect(changed(words, { person: '' })).toEqual({ course: 'band' })
  expect(changed(words, { course: 'choir' })).toEqual({ person: 'mia', course: 'choir' })
})
