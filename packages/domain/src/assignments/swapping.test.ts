import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupStudents } from './grouping.ts'
import { type Place, swapped, whatStopsSwap } from './swapping.ts'

const activities = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 101)

/** The places of a class that was grouped just now. */
const grouped = (students: number, activityCount: number, random: () => number): Place[] =>
  groupStudents({
    students: Array.from({ length: students }, (_, index) => index + 1),
    activities: activities(activityCount),
    groups: [],
    random,
  }).additions.map(({ student, activity, newGroup }, index) => ({
    id: index + 1,
    group: Number(newGroup),
    student,
    activity,
  }))

const randoms = fc
  .infiniteStream(fc.double({ min: 0, max: 0.999_999, noNaN: true }))
  .map((stream) => () => stream.next().value as number)

const classes = fc.record({ activities: fc.integer({ min: 1, max: 5 }), more: fc.integer({ min: 0, max: 25 }) })

const swaps = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 30 })

const isWhole = (places: Place[], students: number, activityCount: number): boolean => {
  const groups = Map.groupBy(places, ({ group }) => group)
  const isSet = (values: unknown[]): boolean => new Set(values).size === values.length
  return (
    new Set(places.map(({ student }) => student)).size === students &&
    isSet(places.map(({ student, activity }) => `${student}:${activity}`)) &&
    [...groups.values()].every(
      (members) => members.length === activityCount && isSet(members.map(({ activity }) => activity)),
    )
  )
}

const after = (places: Place[], first: Place, second: Place): Place[] => {
  const changed = new Map(swapped(first, second).map((place) => [place.id, place]))
  return places.map((place) => changed.get(place.id) ?? place)
}

describe('trading places', () => {
  it('keeps every group whole and every student busy, and is refused where that would not be so alone', () => {
    fc.assert(
      fc.property(classes, randoms, swaps, ({ activities: count, more }, random, picks) => {
        const students = count + more
        let places = grouped(students, count, random)
        for (const [one, other] of picks) {
          const first = places[one % places.length] as Place
          const second = places[other % places.length] as Place
          const next = after(places, first, second)
          const stopped = whatStopsSwap(places, first, second)
          if (stopped?.reason === 'same student') expect(first.student).toBe(second.student)
          else expect(isWhole(next, students, count)).toBe(stopped === null)
          if (stopped === null) places = next
        }
      }),
      { numRuns: 300 },
    )
  })

  it('done twice is as if nothing had been done', () => {
    fc.assert(
      fc.property(classes, randoms, fc.nat(), fc.nat(), ({ activities: count, more }, random, one, other) => {
        const places = grouped(count + more, count, random)
        const first = places[one % places.length] as Place
        const second = places[other % places.length] as Place
        if (whatStopsSwap(places, first, second) !== null) return
        const [taken, given] = swapped(first, second)
        const once = after(places, first, second)
        expect(whatStopsSwap(once, taken, given)).toBeNull()
        expect(after(once, taken, given)).toEqual(places)
      }),
    )
  })

  it('names who would have an activity twice', () => {
    const places = [
      { id: 1, group: 1, student: 1, activity: 101 },
      { id: 2, group: 1, student: 2, activity: 102 },
      { id: 3, group: 2, student: 3, activity: 101 },
      { id: 4, group: 2, student: 1, activity: 102 },
    ] as [Place, Place, Place, Place]
    expect(whatStopsSwap(places, places[0], places[1])).toEqual({ reason: 'twice', student: 1 })
    expect(whatStopsSwap(places, places[1], places[0])).toEqual({ reason: 'twice', student: 1 })
    expect(whatStopsSwap(places, places[0], places[2])).toBeNull()
    expect(whatStopsSwap(places, places[0], places[3])).toEqual({ reason: 'same student' })
  })
})
