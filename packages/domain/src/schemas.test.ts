import { describe, expect, it } from 'vitest'
import type { Json } from './json.ts'
import { json, jsonList, jsonObject } from './schemas.ts'

const nested = (levels: number): Json => (levels === 0 ? 1 : { a: nested(levels - 1) })

describe('JSON of a client', () => {
  it.each([null, true, 0, '', 'Ж 🎺', [], {}, [[{ a: [null] }]], nested(100)])('is taken as it is', (value) => {
    expect(json(10_000).parse(value)).toBe(value)
  })

  it.each<[string, unknown]>([
    ['NUL', 'a\0'],
    ['NUL, deep inside', { a: [{ b: '\0' }] }],
    ['NUL in a name', { '\0': 1 }],
    ['half a surrogate pair', ['\ud800']],
    ['too many levels', nested(101)],
    ['far too many levels', JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)],
    ['what is no number in JSON', [Number.POSITIVE_INFINITY]],
    ['what is no JSON', { a: undefined }],
    ['nothing', undefined],
    ['too much', 'x'.repeat(10_000)],
  ])('is refused with %s', (_what, value) => {
    expect(json(10_000).safeParse(value).success).toBe(false)
  })

  it('is an object or a list where one is asked for', () => {
    const taken = (schema: { safeParse: (value: unknown) => { success: boolean } }) =>
      [{ a: 1 }, [1], 'a', null].map((value) => schema.safeParse(value).success)
    expect(taken(jsonObject(100))).toEqual([true, false, false, false])
    expect(taken(jsonList(100))).toEqual([false, true, false, false])
  })
})
