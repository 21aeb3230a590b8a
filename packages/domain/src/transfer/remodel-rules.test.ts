import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type OldAssignment, remodel } from './remodel-rules.ts'

const row = (enrollmentId: number, rest: Partial<OldAssignment> = {}): OldAssignment => ({
  id: enrollmentId,
  enrollmentId,
  courseId: 1,
  activityId: 1,
  pieceId: 1,
  partId: null,
  planId: null,
  instrumentId: 1,
  groupId: null,
  deadline: null,
  createdAt: '2026-02-01T00:00:00.000000Z',
  ...rest,
})

const playsTwo = () => 2

describe('the deadline', () => {
  it('is the one that most have, of equals the latest', () => {
    const deadlines = ['2026-03-01', '2026-03-15', '2026-03-15', '2026-03-01']
    const rows = deadlines.map((deadline, index) => row(index + 1, { deadline }))
    expect(remodel(rows, [], () => 1)).toMatchObject({
      deadline: '2026-03-15',
      overrides: [{ enrollmentId: 1 }, { enrollmentId: 4 }],
    })
  })

  it('is none where one has none, since nobody can be given none for themselves', () => {
    const rows = [row(1, { deadline: '2026-03-01' }), row(2, { deadline: '2026-03-01' }), row(3)]
    expect(remodel(rows, [], () => 1)).toMatchObject({
      deadline: null,
      overrides: [
        { enrollmentId: 1, deadline: '2026-03-01' },
        { enrollmentId: 2, deadline: '2026-03-01' },
      ],
    })
  })
})

describe('the instrument', () => {
  it("is the course's where every student has it", () => {
    expect(remodel([row(1), row(2)], [1, 2], playsTwo)).toMatchObject({ instrumentId: 1, overrides: [] })
  })

  it.each([
    ['a student has none of it', [1, 2, 3]],
    ['there is one student alone', [1]],
  ])("is each student's own where %s", (_, students) => {
    const { instrumentId, overrides } = remodel([row(1), row(2)], students, playsTwo)
    expect(instrumentId).toBeNull()
    expect(overrides).toMatchObject([{ instrumentId: 1 }, { instrumentId: 1 }])
  })

  it("is not the course's where it would be given to somebody who plays none", () => {
    const plays = (enrollmentId: number) => (enrollmentId === 3 ? null : 2)
    expect(remodel([row(1), row(2), row(3, { instrumentId: null })], [1, 2], plays)).toMatchObject({
      instrumentId: null,
      overrides: [{ enrollmentId: 1 }, { enrollmentId: 2 }],
    })
  })

  it("is nobody's where they play it anyway", () => {
    expect(remodel([row(1), row(2)], [1, 2], () => 1)).toMatchObject({ instrumentId: null, overrides: [] })
  })
})

it('of two rows of a student the newer one counts, and the plan is the one that most name', () => {
  const rows = [
    row(1, { id: 1, planId: 4, deadline: '2026-03-01' }),
    row(1, { id: 2, planId: 5, createdAt: '2026-02-02T00:00:00.000000Z' }),
    row(2, { id: 3, planId: 5 }),
  ]
  expect(remodel(rows, [], () => 1)).toMatchObject({ planId: 5, deadline: null, current: [{ id: 2 }, { id: 3 }] })
})

it('whatever the rows, every student resolves to the instrument and the deadline of theirs', () => {
  const anything = fc.array(
    fc.record({
      enrollmentId: fc.integer({ min: 1, max: 5 }),
      instrumentId: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
      deadline: fc.option(fc.constantFrom('2026-03-01', '2026-03-15'), { nil: null }),
      createdAt: fc.constantFrom('2026-01-01T00:00:00.000000Z', '2026-02-01T00:00:00.000000Z'),
    }),
    { minLength: 1, maxLength: 12 },
  )
  const own = (enrollmentId: number) => (enrollmentId === 5 ? null : (enrollmentId % 3) + 1)
  fc.assert(
    fc.property(anything, fc.uniqueArray(fc.integer({ min: 1, max: 5 })), (rows, students) => {
      const old = rows.map((rest, index) => row(rest.enrollmentId, { ...rest, id: index + 1 }))
      const made = remodel(old, students, own)
      for (const enrollmentId of new Set(old.map((other) => other.enrollmentId))) {
        const newest = old
          .filter((other) => other.enrollmentId === enrollmentId)
          .sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : b.id - a.id))[0]
        const override = made.overrides.find((other) => other.enrollmentId === enrollmentId)
        expect(override?.deadline ?? made.deadline).toBe(newest?.deadline)
        expect(override?.instrumentId ?? made.instrumentId ?? own(enrollmentId)).toBe(
          newest?.instrumentId ?? own(enrollmentId),
        )
      }
    }),
    { numRuns: 2000 },
  )
})
