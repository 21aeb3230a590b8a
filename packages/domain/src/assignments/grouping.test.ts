import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Group, type Grouping, groupStudents } from './grouping.ts'

type World = { students: number[]; activities: number[]; groups: Group[] }

/** The groups as they are after a grouping was written. */
const apply = (groups: readonly Group[], { additions, newGroups, moves, dissolved }: Grouping): Group[] => {
  const firstNew = Math.max(0, ...groups.map(({ id }) => id)) + 1
  const after = new Map(groups.map(({ id, members }) => [id, [...members]]))
  for (const { from, to, student, activity } of moves) {
    const left = after.get(from)?.filter((member) => member.student !== student || member.activity !== activity)
    after.set(from, left ?? [])
    after.get(to)?.push({ student, activity })
  }
  for (const id of dissolved) {
    expect(after.get(id)).toEqual([])
    after.delete(id)
  }
  for (let nth = 0; nth < newGroups; nth += 1) after.set(firstNew + nth, [])
  for (const { student, activity, group, newGroup } of additions)
    after.get(group ?? firstNew + (newGroup as number))?.push({ student, activity })
  return [...after].map(([id, members]) => ({ id, members }))
}

const regroup = ({ students, activities, groups }: World, random: () => number): Group[] =>
  apply(groups, groupStudents({ students, activities, groups, random }))

const expectWhole = ({ students, activities }: World, groups: Group[]): void => {
  const members = groups.flatMap((group) => group.members)
  expect(new Set(members.map(({ student }) => student))).toEqual(new Set(students))
  for (const group of groups)
    expect(group.members.map(({ activity }) => activity).sort((a, b) => a - b)).toEqual(activities)
  const pairs = members.map(({ student, activity }) => `${student}:${activity}`)
  expect(new Set(pairs).size).toBe(pairs.length)
}

/** A random source that fast-check can shrink and repeat. */
const randoms = fc.infiniteStream(fc.double({ min: 0, max: 0.999_999, noNaN: true })).map((stream) => () => {
  return stream.next().value as number
})

const sizes = fc.record({ activities: fc.integer({ min: 1, max: 6 }), more: fc.integer({ min: 0, max: 40 }) }).map(
  ({ activities, more }): World => ({
    students: Array.from({ length: activities + more }, (_, index) => index + 1),
    activities: Array.from({ length: activities }, (_, index) => index + 101),
    groups: [],
  }),
)

/** What happens to a roster between two groupings: some leave, some join. */
const changes = fc.array(fc.record({ leave: fc.array(fc.nat(60), { maxLength: 30 }), join: fc.nat(10) }), {
  maxLength: 4,
})

const leaveAndJoin = (world: World, { leave, join }: { leave: number[]; join: number }, fresh: number): World => {
  const students = [...world.students]
  for (const pick of leave) if (students.length > world.activities.length) students.splice(pick % students.length, 1)
  students.push(...Array.from({ length: join }, (_, index) => fresh + index))
  const stay = new Set(students)
  const groups = world.groups
    .map(({ id, members }) => ({ id, members: members.filter(({ student }) => stay.has(student)) }))
    .filter(({ members }) => members.length > 0)
  return { ...world, students, groups }
}

describe('groupStudents', () => {
  it('serves every student, completes every group, and gives nobody the same activity twice', () => {
    fc.assert(
      fc.property(sizes, randoms, (world, random) => {
        expectWhole(world, regroup(world, random))
      }),
    )
  })

  it('holds that through students who leave and late joiners, and keeps who is placed', () => {
    fc.assert(
      fc.property(sizes, changes, randoms, (start, steps, random) => {
        let world = { ...start, groups: regroup(start, random) }
        let fresh = 1000
        for (const change of steps) {
          world = leaveAndJoin(world, change, fresh)
          fresh += 100
          const before = world.groups.flatMap(({ members }) => members)
          const groups = regroup(world, random)
          expectWhole(world, groups)
          const after = groups.flatMap(({ members }) => members)
          for (const member of before) expect(after).toContainEqual(member)
          world = { ...world, groups }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('adds nothing when asked again', () => {
    fc.assert(
      fc.property(sizes, randoms, (world, random) => {
        const groups = regroup(world, random)
        expect(groupStudents({ ...world, groups, random })).toEqual({
          additions: [],
          newGroups: 0,
          moves: [],
          dissolved: [],
        })
      }),
    )
  })

  it('keeps every group and its members while nobody leaves', () => {
    fc.assert(
      fc.property(sizes, fc.nat(20), randoms, (start, join, random) => {
        const groups = regroup(start, random)
        const world = leaveAndJoin({ ...start, groups }, { leave: [], join }, 1000)
        const after = new Map(regroup(world, random).map(({ id, members }) => [id, members]))
        for (const { id, members } of groups) expect(after.get(id)).toEqual(members)
      }),
    )
  })

  it('makes groups of as many students as there are activities, and fills up the last one', () => {
    const groups = regroup({ students: [1, 2, 3, 4, 5, 6, 7], activities: [101, 102, 103], groups: [] }, Math.random)
    expect(groups).toHaveLength(3)
    const burdens = [1, 2, 3, 4, 5, 6, 7].map(
      (student) => groups.flatMap(({ members }) => members).filter((member) => member.student === student).length,
    )
    expect(burdens.sort()).toEqual([1, 1, 1, 1, 1, 2, 2])
  })

  it('puts a late joiner where a group lacks somebody before it opens a new group', () => {
    const groups = [
      { id: 1, members: [{ student: 1, activity: 101 }] },
      {
        id: 2,
        members: [
          { student: 2, activity: 101 },
          { student: 3, activity: 102 },
        ],
      },
    ]
    expect(
      groupStudents({ students: [1, 2, 3, 9], activities: [101, 102], groups, random: () => 0 }).additions,
    ).toEqual([{ student: 9, activity: 102, group: 1, newGroup: null }])
  })

  it('gives up the emptiest groups where more groups than students are left', () => {
    const world: World = {
      students: [1, 2],
      activities: [101, 102],
      groups: [
        { id: 1, members: [{ student: 1, activity: 101 }] },
        { id: 2, members: [{ student: 2, activity: 101 }] },
        { id: 3, members: [{ student: 1, activity: 102 }] },
      ],
    }
    const groups = regroup(world, () => 0)
    expectWhole(world, groups)
    expect(groups).toHaveLength(2)
  })
})
