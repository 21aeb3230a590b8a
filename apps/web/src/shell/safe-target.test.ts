import { expect, it } from 'vitest'
import { safeTarget } from './safe-target.ts'

it.each(['/music/demo-band', '/grades/demo-band?from=mail#take-2', '/'])('%s is within this site', (target) => {
  expect(safeTarget(target)).toBe(target)
})

it.each([
  'https://example.org/',
  '//example.org',
  '/\\example.org',
  '/\t/example.org',
  'javascript:alert(1)',
  '',
  null,
  7,
])('%s leads to the start instead', (target) => {
  expect(safeTarget(target)).toBe('/')
})
