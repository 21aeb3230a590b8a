import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { repairs } from './index.ts'

it('every repair is in the guide for administrators, in these words', () => {
  const guide = readFileSync(new URL('../../../../docs/switching-over.md', import.meta.url), 'utf8').replace(
    /\s+/g,
    ' ',
  )
  const missing = Object.values(repairs).filter((sentence) => !guide.includes(sentence))
  expect(missing).toEqual([])
})
