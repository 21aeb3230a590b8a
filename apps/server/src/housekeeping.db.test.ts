import { createUser, now, type TestDatabase, testDatabase, testServices } from '@cpr/domain/testing'
import { beforeAll, expect, it } from 'vitest'
import { keepHouse } from './housekeeping.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
})

const msPerDay = 86_400_000

const removedDaysAgo = async (days: number): Promise<void> => {
  const { id } = await createUser(database)
  await database.db.removal.create({
    data: {
      kind: 'INSTRUMENT_CONFIG',
      title: `${days} days ago`,
      removedAt: new Date(now.getTime() - days * msPerDay),
      ownerId: id,
      contents: [],
    },
  })
}

const titles = async (): Promise<string[]> =>
  (await database.db.removal.findMany({ orderBy: { id: 'asc' } })).map(({ title }) => title)

it('forgets what was removed long ago, at once and again and again, until it is ended', async () => {
  await removedDaysAgo(29)
  await removedDaysAgo(31)
  const lines: string[] = []
  const end = keepHouse(database, testServices, (line) => lines.push(line), 20)
  await expect.poll(titles).toEqual(['29 days ago'])
  await removedDaysAgo(40)
  await expect.poll(titles).toEqual(['29 days ago'])
  await end()
  expect(lines).toEqual(Array.from({ length: 2 }, () => 'Forgot 1 removed more than 30 days ago, 0 files.'))
  await removedDaysAgo(50)
  await new Promise((done) => setTimeout(done, 100))
  expect(await titles()).toEqual(['29 days ago', '50 days ago'])
})

it('goes on after what went wrong, and says it', async () => {
  await database.db.removal.deleteMany()
  await removedDaysAgo(31)
  const lines: string[] = []
  let fails = true
  const clock = {
    now: () => {
      if (fails) throw new Error('no clock')
      return now
    },
  }
  const end = keepHouse(database, { ...testServices, clock }, (line) => lines.push(line), 20)
  await expect.poll(() => lines[0]).toMatch(/no clock/)
  fails = false
  await expect.poll(titles).toEqual([])
  await end()
})
