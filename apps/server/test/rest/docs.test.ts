import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { stories } from './stories.ts'

const page = readFileSync(new URL('../../../../docs/decisions/0016-rest-differences.md', import.meta.url), 'utf8')

/** `story step` of every row of the page's table. */
const listed = page
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .flatMap(([, story, steps = '']) => [...steps.matchAll(/\d+/g)].map(([step]) => `${story} ${step}`))

it('lists every step in which the REST surface differs from the recorded backend on purpose', () => {
  const decided = stories.flatMap(({ name, steps }) =>
    steps.flatMap((step, index) => (step.decided ? [`${name} ${index + 1}`] : [])),
  )
  expect(listed.sort()).toEqual(decided.sort())
  expect(page).toContain(`${decided.length} of its 270 steps`)
})
