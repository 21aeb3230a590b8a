import { describe, expect, it } from 'vitest'
import { canSwap, type GroupMember, partnersOf } from './swap.ts'

const member = (enrollmentId: number, courseAssignmentId: number, submitted = false): GroupMember => ({
  enrollmentId,
  courseAssignmentId,
  username: `student${enrollmentId}`,
  name: '',
  activityType: 'Aural',
  submitted,
})

const ava = member(1, 11)
const ben = member(2, 12)
const chloe = member(3, 11, true)
const diego = member(4, 12)
const avaAgain = member(1, 12)
const groups = [
  { id: 7, pieceId: 1, members: [ava, ben] },
  { id: 8, pieceId: 1, members: [chloe, diego] },
]

describe('trading places', () => {
  it('goes between two students with different activities, in one group or two', () => {
    expect(canSwap(groups, ava, ben)).toBe(true)
    expect(canSwap(groups, ava, diego)).toBe(true)
  })

  it('moves whoever has the same activity from group to group, with their work', () => {
    expect(canSwap(groups, ava, chloe)).toBe(true)
    expect(canSwap(groups, ben, diego)).toBe(true)
  })

  it('takes nobody from an activity that they handed work in for', () => {
    expect(canSwap(groups, chloe, ben)).toBe(false)
    expect(canSwap(groups, ben, chloe)).toBe(false)
  })

  it('gives nobody an activity twice, and needs two', () => {
    const twice = [...groups, { id: 9, pieceId: 1, members: [member(5, 11), avaAgain] }]
    expect(canSwap(twice, ava, ben)).toBe(false)
    expect(canSwap(twice, diego, ava)).toBe(false)
    expect(canSwap(twice, ava, avaAgain)).toBe(false)
  })

  it('offers partners by group', () => {
    expect(partnersOf(groups, chloe)).toEqual([{ id: 7, number: 1, partners: [ava] }])
    expect(partnersOf(groups, ben).map(({ number, partners }) => [number, partners.length])).toEqual([
      [1, 1],
      [2, 1],
    ])
  })
})
