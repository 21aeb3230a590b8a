/** Whatever is sent, nothing breaks, nothing takes long, and what is refused changes nothing. */
import { auth } from '@cpr/domain'
import { type Changes, mediaFiles, watchChanges } from '@cpr/domain/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Document, readDocument } from './document.ts'
import { people, requestsFor } from './requests.ts'
import { openWorld, type RestWorld } from './world.ts'

const seed = 20261122
const requestsPerOperation = 200
const longestMs = 2000

let world: RestWorld
let document: Document
let notes: Changes

const tokens: Record<string, string> = { stranger: 'a token of nobody' }

beforeAll(async () => {
  world = await openWorld()
  document = await readDocument(world.server)
  notes = await watchChanges(world.database.pool)
})

afterAll(() => world.close())

/** What was written since the last time. */
const changes = async (): Promise<string[]> => (await notes.noted()).map(({ what, table }) => `${what} ${table}`)

/** Everybody has a session, also who has just ended it. */
const signEverybodyIn = async (): Promise<void> => {
  const { db } = world.database
  const users = await db.user.findMany({
    where: { username: { in: [...people] } },
    select: { id: true, username: true },
  })
  for (const { username } of users) tokens[username] = `token of ${username}`.replaceAll(' ', '-')
  const now = new Date()
  await db.session.createMany({
    data: users.map(({ id, username }) => ({
      userId: id,
      tokenHash: auth.hashToken(tokens[username] as string),
      lastUsedAt: now,
      expiresAt: new Date(now.getTime() + 24 * 3600 * 1000),
    })),
    skipDuplicates: true,
  })
  await changes()
}

/** Files that no row knows of. */
const strayFiles = async (): Promise<string[]> => {
  const { db } = world.database
  const attached = await db.submissionAttachment.findMany({ select: { file: true } })
  const samples = await db.instrumentConfig.findMany({ select: { file: true } })
  const kept = new Set([...attached, ...samples].map(({ file }) => file))
  return mediaFiles().filter((file) => !kept.has(file))
}

it('finds changes', async () => {
  await world.reset()
  await changes()
  expect(await changes()).toEqual([])
  await world.database.db.course.updateMany({ where: { slug: 'duo' }, data: { name: 'Trio' } })
  expect(await changes()).toEqual(['UPDATE courses'])
})

it('every operation withstands what is made up for it', { timeout: 300_000 }, async () => {
  const outcomes: Record<string, number> = {}
  // What only reads goes first, and leaves the world as it is.
  const operations = document.operations.toSorted((a, b) => Number(a.method !== 'GET') - Number(b.method !== 'GET'))
  for (const [nth, { name, method, path, operation }] of operations.entries()) {
    if (nth === 0 || method !== 'GET') {
      await world.reset()
      await signEverybodyIn()
    }
    await fc.assert(
      fc.asyncProperty(requestsFor(method, path, operation), async ({ as, url, headers, payload }) => {
        if (name === 'DELETE /auth-token/') await signEverybodyIn()
        const token = as === null ? undefined : tokens[as]
        const startedAt = performance.now()
        const answer = await world.server.inject({
          method: method as 'GET',
          url,
          headers: { ...headers, ...(token ? { authorization: `Token ${token}` } : {}) },
          ...(payload === undefined ? {} : { payload }),
        })
        const tookMs = performance.now() - startedAt
        const written = await changes()
        const status = answer.statusCode
        const of = `${status >= 400 ? 'refused' : 'done'}: ${name}`
        outcomes[of] = (outcomes[of] ?? 0) + 1
        expect(status, answer.body.slice(0, 500)).toBeLessThan(500)
        expect(tookMs).toBeLessThan(longestMs)
        if (status >= 400) expect(written).toEqual([])
      }),
      { seed: seed + nth, numRuns: requestsPerOperation, endOnFailure: true },
    )
    expect(await strayFiles(), name).toEqual([])
  }
  // Requests that are all refused, or all done, would show little.
  const lopsided = document.operations
    .filter(({ name }) => name !== 'GET /api/schema/')
    .map(({ name }) => ({ name, done: outcomes[`done: ${name}`] ?? 0, refused: outcomes[`refused: ${name}`] ?? 0 }))
    .filter(({ done, refused }) => done < 1 || refused < 3)
  expect(lopsided).toEqual([])
})
