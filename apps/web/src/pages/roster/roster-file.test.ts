import { expect, it } from 'vitest'
import { csvLine, readablePassword, textToBase64, toBase64 } from './roster-file.ts'

it('a line of CSV keeps its cells whatever is in them', () => {
  expect(csvLine(['Ava Flores', 'ava', 'pass word', '6'])).toBe('Ava Flores,ava,pass word,6')
  expect(csvLine(['Flores, Ava', 'a"va', ' x ', ''])).toBe('"Flores, Ava","a""va"," x ",')
})

it('a file goes as base64, however long and in whatever script', () => {
  expect(Buffer.from(textToBase64('Zoë, 小明'), 'base64').toString()).toBe('Zoë, 小明')
  const long = new Uint8Array(200_000).fill(200)
  expect(Buffer.from(toBase64(long), 'base64').equals(long)).toBe(true)
})

it('a first password can be read, and is long enough', () => {
  const password = readablePassword(new Uint8Array([0, 17, 34, 51, 68, 255, 250]))
  expect(password).toBe('bado-figa-hozo-80')
  expect(password.length).toBeGreaterThanOrEqual(8)
})
