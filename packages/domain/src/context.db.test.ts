import { beforeAll, expect, it } from 'vitest'
import { createPiece, systemCtx, type TestDatabase, testDatabase } from '../testing/index.ts'
import { withTransaction } from './context.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})

it('runs work in one transaction, which the work inside it joins', async () => {
  const transaction = 'SELECT txid_current()::text AS id'
  const ids = await withTransaction(systemCtx(database), async (outer) => {
    const [first] = await outer.db.$queryRawUnsafe<[{ id: string }]>(transaction)
    const [second] = await withTransaction(outer, (inner) => inner.db.$queryRawUnsafe<[{ id: string }]>(transaction))
    return [first.id, second.id]
  })
  expect(ids[0]).toBe(ids[1])
})

it('takes everything back where the work fails, in an inner transaction too', async () => {
  const before = await database.db.piece.count()
  const failing = withTransaction(systemCtx(database), async (outer) => {
    await withTransaction(outer, ({ db }) => createPiece({ ...database, db } as TestDatabase))
    throw new Error('after the inner one was done')
  })
  await expect(failing).rejects.toThrow('after the inner one')
  expect(await database.db.piece.count()).toBe(before)
})

it('would wait for itself on one connection if work used the outer client: verbs use ctx.db alone', async () => {
  if (database.kind === 'server') {
    // With connections to spare the outer client answers, and sees nothing of the transaction.
    await withTransaction(systemCtx(database), async (inner) => {
      const piece = await createPiece({ ...database, db: inner.db } as TestDatabase)
      expect(await database.db.piece.count({ where: { id: piece.id } })).toBe(0)
    })
    return
  }
  let answered = false
  await withTransaction(systemCtx(database), async (inner) => {
    void database.db.instrument.count().then(() => {
      answered = true
    })
    for (let turn = 0; turn < 20; turn += 1) await inner.db.instrument.count()
    expect(answered).toBe(false)
  })
  await expect.poll(() => answered).toBe(true)
})
