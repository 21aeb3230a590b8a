/** JSON that nobody means to send. */
import type { Json } from './stories.ts'

const deep = (levels: number): Json => {
  let value: Json = 1
  for (let level = 0; level < levels; level += 1) value = level % 2 ? [value] : { a: value }
  return value
}

/** What no field is meant for: of another type, too long, too deep, and what breaks careless programs. */
export const oddValues: Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  1e308,
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '9223372036854775808',
  '-9223372036854775809',
  '99999999999999999999999999999999',
  '１２',
  'NaN',
  '1e3',
  '0x10',
  'é'.repeat(300),
  'x'.repeat(30_000),
  '2026-02-30',
  '0000-01-01',
  '10000-01-01',
  '2026-03-01T00:00:00Z',
  "'; DROP TABLE users; --",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  [],
  {},
  [null],
  ['1', 2, {}],
  { a: '\0' },
  { '\0': 1 },
  { constructor: { prototype: 1 } },
  deep(60),
  deep(300),
]
