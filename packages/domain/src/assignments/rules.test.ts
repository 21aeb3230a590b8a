import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  activityTypeOrder,
  activityTypesOfPiece,
  compareAssignments,
  type Ordered,
  resolveInstrument,
  resolvePart,
} from './rules.ts'

const maybeId = fc.option(fc.integer({ min: 1, max: 30 }), { nil: null })

describe('resolveInstrument', () => {
  it('takes the first of override, course assignment, enrollment and user that says one', () => {
    fc.assert(
      fc.property(maybeId, maybeId, maybeId, maybeId, (override, courseAssignment, enrollment, user) => {
        const said = [override, courseAssignment, enrollment, user].filter((id) => id !== null)
        expect(resolveInstrument({ override, courseAssignment, enrollment, user })).toBe(said[0] ?? null)
      }),
    )
  })

  it('takes what is left out for what says nothing', () => {
    expect(resolveInstrument({ override: undefined, courseAssignment: null, enrollment: undefined, user: 4 })).toBe(4)
    expect(
      resolveInstrument({ override: undefined, courseAssignment: undefined, enrollment: undefined, user: undefined }),
    ).toBeNull()
  })
})

const part = (name: string) => ({ name, partType: { name } })
const partTypes = ['Melody', 'Bassline', 'Combined', 'Descant']

describe('resolvePart', () => {
  it("takes the piece's part of the activity's part type, else its Melody, else none", () => {
    fc.assert(
      fc.property(fc.subarray(partTypes), fc.option(fc.constantFrom(...partTypes), { nil: null }), (have, wanted) => {
        const resolved = resolvePart(have.map(part), wanted)?.name ?? null
        if (wanted !== null && have.includes(wanted)) expect(resolved).toBe(wanted)
        else if (have.includes('Melody')) expect(resolved).toBe('Melody')
        else expect(resolved).toBeNull()
      }),
    )
  })
})

const ordered: fc.Arbitrary<Ordered> = fc.record({
  id: fc.integer({ min: 1, max: 1000 }),
  piecePlanId: maybeId,
  position: fc.option(fc.integer({ min: 1, max: 10 }), { nil: null }),
  activity: fc.record({ type: fc.constantFrom('Melody', 'Bassline', 'MelodyPost', 'Connect Green', 'Juggling') }),
})

describe('compareAssignments', () => {
  it('is an order: sorting any shuffle gives the same list', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(ordered, { selector: ({ id }) => id, maxLength: 12 }),
        fc.infiniteStream(fc.nat(1000)),
        (rows, stream) => {
          const shuffled = rows
            .map((row) => [stream.next().value, row] as const)
            .sort(([a], [b]) => Number(a) - Number(b))
            .map(([, row]) => row)
          expect([...shuffled].sort(compareAssignments)).toEqual([...rows].sort(compareAssignments))
        },
      ),
    )
  })

  it("follows the plan's order, whatever the ids and types", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 10 }), (positions) => {
        const rows = positions.map((position, index) => ({
          id: 100 - index,
          piecePlanId: 1,
          position,
          activity: { type: 'Reflection' },
        }))
        expect(rows.sort(compareAssignments).map((row) => row.position)).toEqual([...positions].sort((a, b) => a - b))
      }),
    )
  })

  it('puts what has no plan behind what has one', () => {
    const planned = { id: 9, piecePlanId: 1, position: 7, activity: { type: 'Connect Green' } }
    const loose = { id: 1, piecePlanId: null, position: null, activity: { type: 'Melody' } }
    expect([loose, planned].sort(compareAssignments)).toEqual([planned, loose])
  })

  it('orders what has no plan by the first word of its type', () => {
    const types = [
      'Melody',
      'Bassline',
      'Creativity',
      'MelodyPost',
      'BasslinePost',
      'Reflection',
      'Connect Danyew',
      'Something else',
    ]
    const rows = types.map((type, index) => ({
      id: 100 - index,
      piecePlanId: null,
      position: null,
      activity: { type },
    }))
    expect([...rows].reverse().sort(compareAssignments)).toEqual(rows)
  })
})

describe('activityTypeOrder', () => {
  it('puts the activities of telephone plans beside Creativity, and unknown ones last', () => {
    for (const type of ['Aural', 'Exploratory', 'Theoretical']) expect(activityTypeOrder(type)).toBe(3)
    expect(activityTypeOrder('Juggling')).toBeGreaterThan(activityTypeOrder('Connect Green'))
    expect(activityTypeOrder('constructor')).toBe(activityTypeOrder('Juggling'))
  })
})

describe('activityTypesOfPiece', () => {
  it('gives every piece the usual six, and some by name a Connect activity', () => {
    expect(activityTypesOfPiece('Hot Cross Buns')).toEqual([
      'Melody',
      'Bassline',
      'Creativity',
      'Reflection',
      'MelodyPost',
      'BasslinePost',
    ])
    expect(activityTypesOfPiece('Deep River').at(-1)).toBe('Connect Danyew')
    expect(activityTypesOfPiece('The Favorite').at(-1)).toBe('Connect Benjamin')
    expect(activityTypesOfPiece('Freedom 2040 (Band)').at(-1)).toBe('Connect Green')
    expect(activityTypesOfPiece('toString')).toHaveLength(6)
  })
})
