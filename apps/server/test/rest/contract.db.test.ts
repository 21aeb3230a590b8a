import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Document, readDocument } from './document.ts'
import { play } from './player.ts'
import { stories } from './stories.ts'
import { openWorld, type RestWorld } from './world.ts'

let world: RestWorld
let document: Document

beforeAll(async () => {
  world = await openWorld()
  document = await readDocument(world.server)
})

afterAll(() => world.close())

it('has the whole contract', () => {
  expect(stories).toHaveLength(24)
  expect(stories.flatMap(({ steps }) => steps)).toHaveLength(270)
})

describe('the stories of the contract', () => {
  it.each(stories)('$name: $about', async (story) => {
    await world.reset()
    for (const [index, { step, sent, raw, answer }] of (await play(world.base, story)).entries()) {
      const what = `step ${index + 1}, ${step.as ?? 'anonymous'}: ${sent.method} ${sent.path}`
      if (step.expect.body === undefined) expect(answer.status, what).toBe(step.expect.status)
      else expect(answer, what).toEqual(step.expect)
      expect(document.mistakes(sent.method, sent.path, raw.status, raw.body ?? ''), `${what}, as described`).toBeNull()
    }
  })
})
