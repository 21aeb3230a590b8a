import { expect, it } from 'vitest'
import { systemRandom } from '../context.ts'
import { newPassword } from './rules.ts'

it('makes passwords that differ, and that nobody misreads', () => {
  const passwords = Array.from({ length: 200 }, () => newPassword(systemRandom))
  expect(new Set(passwords).size).toBe(200)
  for (const password of passwords) expect(password).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){2}$/)
})

it('uses every character of its alphabet equally, skipping the bytes that would favour some', () => {
  const every = { bytes: () => Uint8Array.from({ length: 16 }, () => 255), fraction: () => 0 }
  let calls = 0
  const mostly = { ...every, bytes: () => Uint8Array.from({ length: 16 }, () => (calls++ < 16 ? 255 : 0)) }
  expect(newPassword(mostly)).toBe('aaaa-aaaa-aaaa')
})
