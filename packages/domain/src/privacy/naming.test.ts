import { expect, it } from 'vitest'
import { namesOf, needlesOf, replaceInJson, replacer } from './naming.ts'

const ava = { username: 'ava', name: 'Ava "Bee" Lovelace', email: 'ava@example.org', externalId: '' }
const replace = replacer(namesOf(ava), 'erased-7')

it('takes a name out where it stands as a word, however it is written', () => {
  expect(replace('AVA, ava’s and ava_take.wav; by Ava "Bee" Lovelace <ava@example.org>.')).toBe(
    'erased-7, erased-7’s and erased-7_take.wav; by erased-7 <erased-7>.',
  )
})

it('leaves other words alone', () => {
  for (const text of ['Java', 'available', 'avä', '3ava', 'Lovelace']) expect(replace(text)).toBe(text)
})

it('takes names literally', () => {
  expect(replacer(['a.b', '(x)', 'c-d', 'e/f'], '!')('a.b aXb (x) x c-d e/f')).toBe('! aXb ! x ! !')
  expect(replacer([], '!')('as it was')).toBe('as it was')
})

it('reads JSON, its keys, and JSON in its texts', () => {
  const value = { ava: ['ava', 1, null, { deep: '{"username":"ava","n":"Ava \\"Bee\\" Lovelace"}' }], b: '[ava' }
  expect(replaceInJson(value, replace)).toEqual({
    'erased-7': ['erased-7', 1, null, { deep: '{"username":"erased-7","n":"erased-7"}' }],
    b: '[erased-7',
  })
})

it('is looked for in every form that a column may have it in', () => {
  const [name = ''] = namesOf(ava)
  const column = JSON.stringify({ fields: JSON.stringify({ name }) })
  expect(needlesOf([name]).some((needle) => column.includes(needle))).toBe(true)
})
