import { openDatabase } from '@cpr/db'
import { databaseKind } from '@cpr/db/testing'
import { beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { eventsOf, systemCtx, type TestDatabase, testDatabase } from '../../testing/index.ts'
import { type Ctx, withTransaction } from '../context.ts'
import { createEvents, type Events, hear, tell, workOf } from './index.ts'

let database: TestDatabase
let ctx: Ctx
/** Topics are told apart by the test that uses them: others may still be on their way. */
let topic: ReturnType<typeof workOf>
let courseId = 1000

beforeAll(async () => {
  database = await testDatabase()
  ctx = systemCtx(database)
})
beforeEach(() => {
  courseId += 1
  topic = workOf(courseId)
})

const handedIn = (submissionId: number) => ({ kind: 'handed-in' as const, submissionId })
const behind = { kind: 'behind' }

/** Everything that is heard of the topic, from the moment that nothing is missed. */
const listening = async (events: Events = eventsOf(database)): Promise<unknown[]> => {
  const heard: unknown[] = []
  onTestFinished(events.subscribe(topic, (event) => heard.push(event)))
  await soon(() => expect(heard).toEqual([behind]))
  return heard
}

/** Machines that test have much else to do. */
const soon = (check: () => unknown): Promise<unknown> => vi.waitFor(check, { timeout: 10_000 })

const rest = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

describe('what a verb tells', () => {
  it('is heard once it is committed, and not before', async () => {
    const heard = await listening()
    await withTransaction(ctx, async (tx) => {
      await tell(tx, topic, handedIn(1))
      await rest(200)
      expect(heard).toEqual([behind])
    })
    await soon(() => expect(heard).toEqual([behind, handedIn(1)]))
  })

  it('is never heard where it was taken back', async () => {
    const heard = await listening()
    const failing = withTransaction(ctx, async (tx) => {
      await tell(tx, topic, handedIn(1))
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    await tell(ctx, topic, handedIn(2))
    await soon(() => expect(heard).toEqual([behind, handedIn(2)]))
  })

  it('is heard by whoever asked for its topic, and no longer than they want', async () => {
    const heard: unknown[] = []
    const unsubscribe = eventsOf(database).subscribe(topic, (event) => heard.push(event))
    const others = await listening()
    await tell(ctx, workOf(courseId + 500_000), handedIn(1))
    await tell(ctx, topic, handedIn(2))
    await soon(() => expect(others).toEqual([behind, handedIn(2)]))
    expect(heard).toEqual(others)
    unsubscribe()
    await tell(ctx, topic, handedIn(3))
    await soon(() => expect(others).toHaveLength(3))
    expect(heard).toHaveLength(2)
  })

  it('is told apart from what others say on the same channel', async () => {
    const heard = await listening()
    for (const payload of ['', 'no JSON', 'null', '7', '{"topic":7}', '{"topic":"nobody asked for it"}'])
      await database.pool.query(`SELECT pg_notify('cpr_events', $1)`, [payload])
    await tell(ctx, topic, handedIn(1))
    await soon(() => expect(heard).toEqual([behind, handedIn(1)]))
  })
})

describe('one event after the other', () => {
  const reading = (events: Events = eventsOf(database), silenceMs = 60_000) => {
    const end = new AbortController()
    onTestFinished(() => end.abort())
    return { end, items: hear(events, topic, { signal: end.signal, silenceMs }) }
  }

  it('come as they were told, and end when they are to', async () => {
    const { end, items } = reading()
    expect((await items.next()).value).toEqual(behind)
    for (const id of [1, 2, 3]) await tell(ctx, topic, handedIn(id))
    for (const id of [1, 2, 3]) expect((await items.next()).value).toEqual(handedIn(id))
    const last = items.next()
    end.abort()
    expect(await last).toEqual({ done: true, value: undefined })
  })

  it('give way, after a silence, to whoever has something else to do', async () => {
    const { items } = reading(eventsOf(database), 20)
    await items.next()
    expect(await items.next()).toEqual({ done: false, value: null })
  })

  it('that are more than anybody reads one by one become a word to read everything again', async () => {
    const { items } = reading()
    await items.next()
    const heard = await listening()
    await withTransaction(ctx, async (tx) => {
      for (let id = 1; id <= 150; id += 1) await tell(tx, topic, handedIn(id))
    })
    await soon(() => expect(heard).toHaveLength(151))
    expect((await items.next()).value).toEqual(behind)
    expect((await items.next()).value).toEqual(handedIn(102))
  })
})

if (databaseKind === 'server')
  describe('between processes', () => {
    const elsewhere = async () => {
      const { connectionString } = database.pool.options
      const other = await openDatabase({ url: connectionString as string })
      let closed: Promise<void> | undefined
      const close = (): Promise<void> => {
        closed ??= other.close()
        return closed
      }
      onTestFinished(close)
      return { close, heard: await listening(createEvents(other.notifications)) }
    }

    const listeners = async (): Promise<number[]> => {
      const { rows } = await database.pool.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
      )
      return rows.map(({ pid }) => pid)
    }

    it('what one tells, the others hear soon', async () => {
      const { heard } = await elsewhere()
      await tell(ctx, topic, handedIn(1))
      await soon(() => expect(heard).toEqual([behind, handedIn(1)]))
    })

    it('a process that lost its connection gets another, and knows that it may have missed something', async () => {
      const before = await listeners()
      const { heard } = await elsewhere()
      const lost = (await listeners()).filter((pid) => !before.includes(pid))
      expect(lost).toHaveLength(1)
      await database.pool.query('SELECT pg_terminate_backend($1)', lost)
      await soon(() => expect(heard).toEqual([behind, behind]))
      expect(await listeners()).not.toContain(lost[0])
      await tell(ctx, topic, handedIn(1))
      await soon(() => expect(heard).toEqual([behind, behind, handedIn(1)]))
    })

    it('a process that closes its database leaves no connection behind', async () => {
      const before = await listeners()
      const { close } = await elsewhere()
      const own = (await listeners()).filter((pid) => !before.includes(pid))
      expect(own).toHaveLength(1)
      await close()
      await soon(async () => expect(await listeners()).not.toContain(own[0]))
    })
  })
