import { expect, it } from 'vitest'
import { fieldProblems, isLink } from './fields-problems.ts'
import { noFields } from './piece-draft.ts'

it('a link begins with http', () => {
  for (const address of ['https://example.org/a?b=1', ' http://localhost:8000 ']) expect(isLink(address)).toBe(true)
  for (const address of ['example.org', 'javascript:alert(1)', 'data:text/html,x', ''])
    expect(isLink(address)).toBe(false)
})

it('a piece has a name, and links that are some; those that it had may stay', () => {
  const fields = { ...noFields('Band'), name: ' ', video: 'example.org', audio: 'old' }
  expect(Object.keys(fieldProblems(fields, { ...fields, video: '' }))).toEqual(['name', 'video'])
  expect(fieldProblems({ ...noFields('Band'), name: 'Ode' })).toEqual({})
})
