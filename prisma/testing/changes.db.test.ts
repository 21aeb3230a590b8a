/** What is noted is what was written, and taking it back leaves every row as it was. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Changes, watchChanges } from './changes.ts'
import { ownDatabase } from './index.ts'

let database: Awaited<ReturnType<typeof ownDatabase>>
let changes: Changes

beforeAll(async () => {
  database = await ownDatabase()
  changes = await watchChanges(database.pool)
})

afterAll(() => database.close())

const person = async (username: string) => {
  const { id } = await database.db.user.create({
    data: { username, passwordHash: '!', groups: ['TEACHER', 'STUDENT'] },
  })
  await database.db.idempotencyKey.create({
    data: {
      userId: id,
      verb: 'v',
      key: 'k',
      inputHash: Buffer.from([0, 255, 39]),
      answer: { a: [1.1, null, 'é'] },
      createdAt: new Date(),
    },
  })
  return id
}

const rows = async (): Promise<unknown> => {
  const { rows: users } = await database.pool.query('SELECT t::text FROM users t ORDER BY id')
  const { rows: keys } = await database.pool.query('SELECT t::text FROM idempotency_keys t ORDER BY user_id')
  return { users, keys }
}

it('notes each row once, with what it was', async () => {
  const id = await person('noted')
  await database.db.user.update({ where: { id }, data: { name: 'Named' } })
  expect(await changes.noted()).toMatchObject([
    { table: 'users', what: 'INSERT', before: null, after: { id, username: 'noted', name: '' } },
    { table: 'idempotency_keys', what: 'INSERT' },
    { table: 'users', what: 'UPDATE', before: { name: '' }, after: { name: 'Named' } },
  ])
  expect(await changes.noted()).toEqual([])
  await changes.takeBack()
  expect(await database.db.user.count({ where: { id } })).toBe(0)
})

it('takes back rows that were made, changed, and deleted along with others', async () => {
  const id = await person('kept')
  await changes.noted()
  await database.pool.query('DELETE FROM noted_changes')
  const before = await rows()
  await person('made')
  await database.db.user.update({ where: { id }, data: { name: 'First', groups: [] } })
  await database.db.user.update({ where: { id }, data: { name: 'Second' } })
  await database.db.user.delete({ where: { id } })
  expect(await rows()).not.toEqual(before)
  await changes.takeBack()
  expect(await rows()).toEqual(before)
  expect(await changes.noted(), 'that it was taken back is no change').toEqual([])
})
