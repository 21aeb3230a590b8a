import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { slugify, uniqueSlug } from './rules.ts'

describe('slugify', () => {
  it.each([
    ['Concert Band', 'concert-band'],
    ['Été à la Fête!', 'été-à-la-fête'],
    ['  Year 9 -- Strings_2  ', 'year-9-strings_2'],
    ['吹奏楽部', '吹奏楽部'],
    ['Ｂａｎｄ', 'band'],
    ['!!!', 'course'],
    ['--', 'course'],
  ])('makes %j into %j', (name, slug) => {
    expect(slugify(name, 'course')).toBe(slug)
  })

  it('makes a slug of anything: of letters, digits, hyphens and underscores alone, and of a slug the same again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const slug = slugify(name, 'course')
        expect(slug).toMatch(/^[\p{L}\p{N}\p{M}_-]+$/u)
        expect(slugify(slug, 'course')).toBe(slug)
      }),
    )
  })
})

describe('uniqueSlug', () => {
  it('gives a slug that is not taken, and the plain one where that is free', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('band', 'band-1', 'band-2', 'band-3', 'choir')), (taken) => {
        const slug = uniqueSlug('band', new Set(taken))
        expect(taken).not.toContain(slug)
        if (!taken.includes('band')) expect(slug).toBe('band')
        else expect(slug).toMatch(/^band-[1-4]$/)
      }),
    )
  })
})
