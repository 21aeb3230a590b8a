import { describe, expect, it } from 'vitest'
import { barAt, type Click, clicksOf, countInOf } from './beats.ts'

const common = { beats: 4, beatType: 4 }
const written = (clicks: Click[]): string => clicks.map(({ at, isStrong }) => `${at}${isStrong ? '!' : ''}`).join(' ')

describe('the metronome', () => {
  it('clicks on every beat, strongly where a bar begins', () => {
    const score = { bars: [0, 4], quarters: 8, meter: common }
    expect(written(clicksOf(score))).toBe('0! 1 2 3 4! 5 6 7')
    expect(written(countInOf(score))).toBe('-4! -3 -2 -1')
  })

  it('counts a pickup as the end of a bar', () => {
    const score = { bars: [0, 1, 5], quarters: 8, meter: common }
    expect(written(clicksOf(score))).toBe('0 1! 2 3 4 5! 6 7')
    expect(written(countInOf(score))).toBe('-7! -6 -5 -4 -3! -2 -1')
  })

  it('counts three eighths as a beat in 6/8, and none in 3/8', () => {
    expect(written(clicksOf({ bars: [0], quarters: 3, meter: { beats: 6, beatType: 8 } }))).toBe('0! 1.5')
    expect(written(countInOf({ bars: [0], quarters: 1.5, meter: { beats: 3, beatType: 8 } }))).toBe('-1.5! -1 -0.5')
  })

  it('counts halves in cut time', () => {
    expect(written(clicksOf({ bars: [0, 4], quarters: 8, meter: { beats: 2, beatType: 2 } }))).toBe('0! 2 4! 6')
  })
})

it('a point of a score lies in a bar, the last one begun', () => {
  const score = { bars: [0, 1, 5] }
  expect([0, 0.5, 1, 4.9999, 5, 99].map((at) => barAt(score, at))).toEqual([0, 0, 1, 2, 2, 2])
})
