import { describe, expect, it } from 'vitest'
import { curricula, libraryRows, plans } from './library.ts'
import { activities, activityCategories, activityTypes, instruments, transpositions } from './reference.ts'

describe('the reference data', () => {
  it('has an activity for each type, in the same order', () => {
    expect(activities.map(({ type }) => type)).toEqual(activityTypes.map(({ name }) => name))
    expect(new Set(activityTypes.map(({ category }) => category))).toEqual(new Set(activityCategories))
  })

  it.each(activities)('tells in a few words what to do for $type', ({ body }) => {
    const words = body
      .replace(/<[^>]+>/g, ' ')
      .split(/\s+/)
      .filter(Boolean).length
    expect(words).toBeGreaterThanOrEqual(30)
    expect(words).toBeLessThanOrEqual(80)
  })

  it('has thirty instruments, and one at least for each transposition', () => {
    expect(new Set(instruments.map(({ name }) => name)).size).toBe(30)
    expect(new Set(instruments.map(({ transposition }) => transposition))).toEqual(new Set(transpositions))
  })
})

describe('the library', () => {
  const pieces = libraryRows()

  it('has a slug of its own for each piece', () => {
    expect(pieces.map(({ slug }) => slug)).toEqual([
      'hot-cross-buns',
      'when-the-saints-go-marching-in',
      'yankee-doodle',
      'ode-to-joy',
      'twinkle-twinkle-little-star',
      'frere-jacques',
      'au-clair-de-la-lune',
      'simple-gifts',
      'largo-from-the-new-world-symphony',
    ])
  })

  it('has melody and bass line of each piece in all transpositions', () => {
    for (const { parts } of pieces) {
      expect(parts.map(({ partType }) => partType)).toEqual(['Melody', 'Bassline'])
      for (const part of parts) expect(part.transpositions.map((row) => row.transposition)).toEqual(transpositions)
    }
  })

  it('plans each piece, and one of them for groups and in steps', () => {
    const slugs = plans.filter(({ name }) => name.startsWith('ALL-')).map(({ pieceSlug }) => pieceSlug)
    expect(slugs).toEqual(pieces.map(({ slug }) => slug))
    const telephones = plans.filter(({ type }) => type === 'TELEPHONE_FIXED')
    expect(telephones).toHaveLength(1)
    expect(slugs).toContain(telephones[0]?.pieceSlug)
    const studies = plans.filter(({ activities: types }) => types.includes('Study'))
    expect(studies.map(({ activities: types }) => types)).toEqual([['Study']])
    expect(slugs).toContain(studies[0]?.pieceSlug)
  })

  it('puts every plan into one curriculum of its ensemble', () => {
    expect(curricula.flatMap((curriculum) => curriculum.plans).toSorted()).toEqual(
      plans.map(({ name }) => name).toSorted(),
    )
    for (const curriculum of curricula) {
      const slugs = curriculum.plans.map((name) => plans.find((plan) => plan.name === name)?.pieceSlug)
      const ensembles = slugs.map((slug) => pieces.find((piece) => piece.slug === slug)?.ensemble)
      expect(new Set(ensembles).size).toBe(1)
    }
  })
})
