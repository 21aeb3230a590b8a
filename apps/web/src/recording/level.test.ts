import { expect, it } from 'vitest'
import { peakOf, shareOf, verdictOf } from './level.ts'

it('a meter goes from silence to full scale', () => {
  const heard = (...samples: number[]) => peakOf(new Float32Array(samples))
  expect([heard(), heard(0, 0), heard(0.00001)]).toEqual([-60, -60, -60])
  expect([heard(0.1, -1), heard(2)]).toEqual([0, 0])
  expect(heard(0.5, -0.25)).toBeCloseTo(-6.02, 2)
  expect([-60, -30, 0, 3].map(shareOf)).toEqual([0, 0.5, 1, 1])
})

it('says what is too quiet and what is too loud', () => {
  expect([-60, -40, -20, -3, 0].map(verdictOf)).toEqual(['quiet', 'quiet', 'good', 'good', 'loud'])
})
