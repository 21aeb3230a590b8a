import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '@cpr/db'
import { databaseKind, libraryTables } from '@cpr/db/testing'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  createAdministrator,
  createPiece,
  createPlan,
  ctxFor,
  eventsOf,
  systemCtx,
  type TestDatabase,
  type TestUser,
  testDatabase,
} from '../../testing/index.ts'
import { type Ctx, withTransaction } from '../context.ts'
import { createEvents, type Events, tell, workOf } from '../events/index.ts'
import { getInstrument, listInstruments } from '../instruments/index.ts'
import { JsonText } from '../json.ts'
import { choices, getPiece, listPieces, updatePiece } from '../music/index.ts'
import { listActivities, listPlans } from '../plans/index.ts'
import { keepLibrary } from './index.ts'

let database: TestDatabase
let administrator: TestUser
let piece: { id: number }

beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
  administrator = await createAdministrator(database)
  piece = (await createPlan(database, { types: ['Melody'] })).piece
})

/** Machines that test have much else to do. */
const soon = (check: () => unknown): Promise<unknown> => vi.waitFor(check, { timeout: 10_000, interval: 5 })

let marks = 0

/** Until what was written before has been heard: what is told comes in the order of the commits. */
const caughtUp = async (events: Events): Promise<void> => {
  marks += 1
  const mark = { kind: 'rated', submissionId: marks } as const
  const heard = vi.fn()
  const unsubscribe = events.subscribe(workOf(0), heard)
  await tell(systemCtx(database), workOf(0), mark)
  await soon(() => expect(heard).toHaveBeenCalledWith(mark))
  unsubscribe()
}

/** The context of somebody whose process keeps the library, and hears of it already. */
const keeping = async (events = eventsOf(database)): Promise<Ctx> => {
  const library = keepLibrary(events)
  await library.answer('nothing', async () => null)
  await soon(() => expect(events.isHearing()).toBe(true))
  await caughtUp(events)
  return { ...ctxFor(database, administrator.actor), events, library }
}

const kept: Record<string, (ctx: Ctx) => Promise<unknown>> = {
  'instruments.get': (ctx) => getInstrument(ctx, { id: 1 }),
  'instruments.list': listInstruments,
  'music.choices': choices,
  'music.piece': (ctx) => getPiece(ctx, { id: piece.id }),
  'music.pieces': (ctx) => listPieces(ctx, { search: '' }),
  'plans.activities': listActivities,
  'plans.all': listPlans,
}

const rename = (name: string) => database.pool.query('UPDATE pieces SET name = $1 WHERE id = $2', [name, piece.id])
const nameIn = async (ctx: Ctx): Promise<string> => (await getPiece(ctx, { id: piece.id })).name

describe('what is kept', () => {
  it('are the answers that are tried here', () => {
    const rooms = join(import.meta.dirname, '..')
    const found = globSync('*/*.ts', { cwd: rooms }).flatMap((file) =>
      [...readFileSync(join(rooms, file), 'utf8').matchAll(/answerOfLibrary\(\s*ctx,\s*'([\w.]+)'/g)].map(
        ([, verb]) => verb,
      ),
    )
    expect(found.toSorted()).toEqual(Object.keys(kept))
  })

  it.each(Object.keys(kept))('%s: says what is read, and is not read again', async (verb) => {
    const ask = kept[verb] as (ctx: Ctx) => Promise<unknown>
    const ctx = await keeping()
    const read = await ask(systemLike(ctx))
    expect(await ask(ctx)).toEqual(read)
    const statements = await database.statementsOf(async () => {
      expect(await ask(ctx)).toEqual(read)
      expect(JSON.parse(JSON.stringify(await ask({ ...ctx, asText: true })))).toEqual(read)
    })
    expect(statements).toEqual([])
  })

  it.each(Object.keys(kept))('%s: reads no table but those that tell of changes', async (verb) => {
    const ctx = await keeping()
    const statements = await database.statementsOf(() => kept[verb]?.(ctx) as Promise<unknown>)
    const tables = statements.flatMap((sql) => [...sql.matchAll(/"public"\."(\w+)"(?!\.)/g)].map(([, table]) => table))
    expect(tables.length).toBeGreaterThan(0)
    expect(libraryTables).toEqual(expect.arrayContaining([...new Set(tables)]))
  })

  it('is nobody’s to change who was given it', async () => {
    const ctx = await keeping()
    const [first] = await listInstruments(ctx)
    if (first) first.name = 'Broken'
    expect((await listInstruments(ctx))[0]?.name).not.toBe('Broken')
  })

  it('goes to nobody who may not ask', async () => {
    const ctx = await keeping()
    await getPiece(ctx, { id: piece.id })
    const anonymous: Ctx = { ...ctx, actor: { kind: 'anonymous' } }
    await expect(getPiece(anonymous, { id: piece.id })).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('is no error: what is not there now is looked for again', async () => {
    const ctx = await keeping()
    const statements = await database.statementsOf(async () => {
      for (const _ of [1, 2]) await expect(getPiece(ctx, { id: 900_000 })).rejects.toMatchObject({ code: 'not-found' })
    })
    expect(statements).toHaveLength(2)
  })

  it('has a tag that is the same for the same text, and no other', async () => {
    const ask = async (ctx: Ctx) => (await listInstruments({ ...ctx, asText: true })) as unknown as { tag: string }
    const [one, other] = [await ask(await keeping()), await ask(await keeping())]
    expect(one).toBeInstanceOf(JsonText)
    expect(one.tag).toBe(other.tag)
    const pieces = (await listPieces({ ...(await keeping()), asText: true }, { search: '' })) as unknown as typeof one
    expect(pieces.tag).not.toBe(one.tag)
  })
})

/** The same asker, whose process keeps nothing. */
const systemLike = (ctx: Ctx): Ctx => ({ ...ctx, library: systemCtx(database).library })

describe('what changes', () => {
  it.each(libraryTables)('in %s is told by whatever statement writes there', async (table) => {
    const heard: unknown[] = []
    const events = eventsOf(database)
    onTestFinished(events.subscribe('library', (event) => heard.push(event)))
    await soon(() => expect(heard.at(-1)).toEqual({ kind: 'behind' }))
    await caughtUp(events)
    heard.length = 0
    await database.pool.query(`UPDATE ${table} SET id = id WHERE id = 1`)
    await soon(() => expect(heard).toEqual([{ kind: 'changed' }]))
  })

  it('is seen within a second, whoever wrote it', async () => {
    const ctx = await keeping()
    await nameIn(ctx)
    await rename('By hand')
    const began = performance.now()
    await soon(async () => expect(await nameIn(ctx)).toBe('By hand'))
    expect(performance.now() - began).toBeLessThan(1000)
  })

  it('is no longer what was, for whoever read while it was written', async () => {
    const { library } = await keeping()
    const reading = Promise.withResolvers<string>()
    const before = library.answer('a slow one', () => reading.promise)
    const heard = vi.fn()
    onTestFinished(eventsOf(database).subscribe('library', heard))
    heard.mockClear()
    await rename('Meanwhile')
    await soon(() => expect(heard).toHaveBeenCalled())
    reading.resolve('as it was')
    expect((await before).text).toBe('"as it was"')
    expect((await library.answer('a slow one', async () => 'as it is')).text).toBe('"as it is"')
    expect((await library.answer('a slow one', async () => 'again')).text).toBe('"as it is"')
  })

  it('and is not committed yet is seen in its transaction, and kept for nobody', async () => {
    const ctx = await keeping()
    await rename('Before')
    await soon(async () => expect(await nameIn(ctx)).toBe('Before'))
    const failing = withTransaction(ctx, async (tx) => {
      await updatePiece(tx, {
        id: piece.id,
        name: 'Never',
        addParts: [],
        changeParts: [],
        removePartIds: [],
      })
      expect(await nameIn(tx)).toBe('Never')
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await nameIn(ctx)).toBe('Before')
  })
})

if (databaseKind === 'server')
  describe('in another process', () => {
    const elsewhere = async () => {
      const other = await openDatabase({ url: database.pool.options.connectionString as string })
      onTestFinished(() => other.close())
      const events = createEvents(other.notifications)
      return { events, ctx: { ...(await keeping(events)), db: other.db } }
    }

    const listeners = async (): Promise<number[]> => {
      const { rows } = await database.pool.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
      )
      return rows.map(({ pid }) => pid)
    }

    it('a change is seen within a second', async () => {
      const { ctx } = await elsewhere()
      await nameIn(ctx)
      await updatePiece(systemAdministrator(), {
        id: piece.id,
        name: 'From elsewhere',
        addParts: [],
        changeParts: [],
        removePartIds: [],
      })
      const began = performance.now()
      await soon(async () => expect(await nameIn(ctx)).toBe('From elsewhere'))
      expect(performance.now() - began).toBeLessThan(1000)
    })

    it('that lost its listening connection nothing is kept, and nothing kept is used, until it hears again', async () => {
      const before = await listeners()
      const { events, ctx } = await elsewhere()
      const own = (await listeners()).filter((pid) => !before.includes(pid))
      expect(own).toHaveLength(1)
      await nameIn(ctx)
      const asked: boolean[] = []
      // Every moment of the time without a connection, from the loss on.
      await database.pool.query('SELECT pg_terminate_backend($1)', own)
      await soon(() => expect(events.isHearing()).toBe(false))
      await rename('Unheard')
      while (!events.isHearing()) {
        let wasRead = false
        const { text } = await ctx.library.answer('x', async () => {
          wasRead = true
          return null
        })
        expect(text).toBe('null')
        asked.push(wasRead)
        expect(await nameIn(ctx)).toBe('Unheard')
      }
      expect(asked.length).toBeGreaterThan(1)
      // The last one may have begun without a connection, and ended with one.
      expect(asked.every(Boolean)).toBe(true)
      await nameIn(ctx)
      expect(await database.statementsOf(() => nameIn(ctx))).toEqual([])
    })
  })

const systemAdministrator = (): Ctx => administrator.ctx

it('a piece that is added is there at once for whoever forgets, and soon for the others', async () => {
  const ctx = await keeping()
  await listPieces(ctx, { search: '' })
  const { id } = await createPiece(database)
  ctx.library.forget()
  expect((await listPieces(ctx, { search: '' })).map((row) => row.id)).toContain(id)
})
