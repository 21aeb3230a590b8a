import { expect, it } from 'vitest'
import { LibraryText } from '../json.ts'
import { boundedTexts } from './bounded-texts.ts'

const kept = (texts: ReturnType<typeof boundedTexts>, names: string) =>
  [...names].filter((name) => texts.get(name) !== undefined).join('')

it('keeps so many, and lets go what was asked for longest ago', () => {
  const texts = boundedTexts({ answers: 3, characters: 100 })
  for (const name of 'abc') texts.set(name, new LibraryText(name))
  texts.get('a')
  texts.set('d', new LibraryText('d'))
  expect(kept(texts, 'abcd')).toBe('acd')
})

it('keeps so many characters, and nothing that is more by itself', () => {
  const texts = boundedTexts({ answers: 100, characters: 10 })
  texts.set('a', new LibraryText('1234'))
  texts.set('b', new LibraryText('1234'))
  texts.set('c', new LibraryText('123'))
  expect(kept(texts, 'abc')).toBe('bc')
  texts.set('d', new LibraryText('12345678901'))
  expect(kept(texts, 'abcd')).toBe('bc')
})

it('counts a text that takes the place of another once, and begins anew when all is let go', () => {
  const texts = boundedTexts({ answers: 100, characters: 10 })
  for (let time = 0; time < 5; time += 1) texts.set('a', new LibraryText('12345'))
  texts.set('b', new LibraryText('12345'))
  expect(kept(texts, 'ab')).toBe('ab')
  texts.clear()
  expect(kept(texts, 'ab')).toBe('')
  for (const name of 'cd') texts.set(name, new LibraryText('12345'))
  expect(kept(texts, 'cd')).toBe('cd')
})
