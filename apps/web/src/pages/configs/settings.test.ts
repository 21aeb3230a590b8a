import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { problemOf, readValue, rowsOf, type Settings, settingsOf, writtenValue } from './settings.ts'

describe('settings as rows', () => {
  it('are typed as one would write them', () => {
    const settings = { gain: 1, attack: 0.1, wave: 'triangle', legato: true, none: null, number: '1', eq: { low: -3 } }
    expect(rowsOf(settings).map(({ value }) => value)).toEqual([
      '1',
      '0.1',
      'triangle',
      'true',
      'null',
      '"1"',
      '{"low":-3}',
    ])
  })

  it('come back as what they were, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const kept = JSON.parse(JSON.stringify(value)) as Settings[string]
        expect(readValue(writtenValue(kept))).toEqual(kept)
      }),
    )
  })

  it('need a name each, and none twice; empty rows are left out', () => {
    const row = (key: string, value: string, id = 0) => ({ id, key, value })
    expect(problemOf([row('gain', '1'), row('', '')])).toBeNull()
    expect(problemOf([row(' ', '1')])).toEqual({ kind: 'missing' })
    expect(problemOf([row('gain', '1'), row(' gain', '2')])).toEqual({ kind: 'twice', key: 'gain' })
    expect(settingsOf([row(' gain ', ' 2 '), row('', ''), row('tone', ' warm ')])).toEqual({ gain: 2, tone: 'warm' })
  })
})
