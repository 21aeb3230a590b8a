import { beforeAll, expect, it } from 'vitest'
import {
  anonymousCtx,
  createUser as createTestUser,
  systemCtx,
  type TestDatabase,
  testDatabase,
} from '../../testing/index.ts'
import { signIn } from '../auth/index.ts'
import { createUser, createUserInput, setPassword } from './index.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})

const canSignIn = (username: string, password: string): Promise<boolean> =>
  signIn(anonymousCtx(database), { username, password }).then(
    () => true,
    () => false,
  )

it('creates an account with a password made up, which signs in and is not answered again', async () => {
  const user = await createUser(systemCtx(database), createUserInput.parse({ username: 'made-up', name: ' Mia ' }))
  expect(user).toMatchObject({ username: 'made-up', name: 'Mia', groups: [], isSuperuser: false })
  expect(await canSignIn('made-up', user.newPassword as string)).toBe(true)
  const row = await database.db.user.findUniqueOrThrow({ where: { username: 'made-up' } })
  expect(row).not.toHaveProperty('passwordHash')
})

it('takes a password that is given, and does not answer it', async () => {
  const input = createUserInput.parse({ username: 'given', password: 'given by hand' })
  expect((await createUser(systemCtx(database), input)).newPassword).toBeNull()
  expect(await canSignIn('given', 'given by hand')).toBe(true)
})

it('refuses a username, and an e-mail address in any capitals, that somebody has', async () => {
  const create = (input: Parameters<typeof createUserInput.parse>[0]) =>
    createUser(systemCtx(database), createUserInput.parse(input))
  await create({ username: 'first', email: 'Mail@example.org' })
  await expect(create({ username: 'first' })).rejects.toMatchObject({
    code: 'conflict',
    message: 'The username first is taken.',
  })
  await expect(create({ username: 'second', email: 'mail@EXAMPLE.org' })).rejects.toMatchObject({
    code: 'conflict',
    message: 'Somebody else has the e-mail address mail@EXAMPLE.org.',
  })
  await create({ username: 'third' })
  await create({ username: 'fourth' })
})

it('refuses an instrument that is not there', async () => {
  const input = createUserInput.parse({ username: 'kazoo', instrumentId: 999_999 })
  await expect(createUser(systemCtx(database), input)).rejects.toMatchObject({
    code: 'not-found',
    details: { entity: 'Instrument' },
  })
})

it('sets a password and ends the sessions of that person alone', async () => {
  const [mine, other] = [await createTestUser(database), await createTestUser(database)]
  const { newPassword } = await setPassword(systemCtx(database), { username: mine.username })
  expect(await canSignIn(mine.username, newPassword as string)).toBe(true)
  expect(await database.db.session.count({ where: { id: mine.actor.sessionId } })).toBe(0)
  expect(await database.db.session.count({ where: { id: other.actor.sessionId } })).toBe(1)
  await expect(setPassword(systemCtx(database), { username: 'nobody at all' })).rejects.toMatchObject({
    code: 'not-found',
  })
})
