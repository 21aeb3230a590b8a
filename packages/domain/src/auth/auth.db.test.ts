import { createHash, pbkdf2Sync } from 'node:crypto'
import { hash as argon2 } from '@node-rs/argon2'
import { hash as bcrypt } from '@node-rs/bcrypt'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  anonymousCtx,
  createUser,
  ctxFor,
  now,
  sentMail,
  type TestDatabase,
  type TestUser,
  testDatabase,
} from '../../testing/index.ts'
import {
  authenticate,
  changePassword,
  endSession,
  hashPassword,
  listSessions,
  me,
  requestReset,
  resetPassword,
  sessionLifetimeMs,
  signIn,
  signOut,
} from './index.ts'
import { hashToken } from './token.ts'

let database: TestDatabase
let user: TestUser

beforeAll(async () => {
  database = await testDatabase()
  user = await createUser(database, { passwordHash: await hashPassword('right password'), groups: ['TEACHER'] })
})

beforeEach(async () => {
  await database.db.rateLimit.deleteMany({})
})

const at = (date: Date) => ({ db: database.db, clock: { now: () => date } })
const later = (ms: number): Date => new Date(now.getTime() + ms)

describe('signing in', () => {
  it('trades name and password for a token that is somebody', async () => {
    const session = await signIn(anonymousCtx(database), { username: user.username, password: 'right password' })
    expect(session.user).toEqual({ id: user.id, username: user.username, name: user.actor.name })
    expect(new Date(session.expiresAt).getTime() - now.getTime()).toBe(sessionLifetimeMs)
    const actor = await authenticate(at(now), session.token)
    expect(actor).toEqual({ ...user.actor, sessionId: expect.any(Number) })
    expect(await me(ctxFor(database, actor))).toMatchObject({ id: user.id, groups: ['TEACHER'], isSuperuser: false })
    const row = await database.db.user.findUniqueOrThrow({ where: { id: user.id } })
    expect(row.lastSignInAt).toEqual(now)
  })

  it('keeps the sha-256 of a token and nothing of the token', async () => {
    const { token } = await signIn(anonymousCtx(database), { username: user.username, password: 'right password' })
    const rows = await database.pool.query('SELECT row_to_json(s)::text AS row FROM sessions s')
    const text = rows.rows.map(({ row }) => row).join('\n')
    expect(text).not.toContain(token)
    expect(text).toContain(hashToken(token))
  })

  it('says the same of a wrong name, a wrong password and a closed account', async () => {
    const closed = await createUser(database, { passwordHash: await hashPassword('right password'), isActive: false })
    const unusable = await createUser(database, { passwordHash: '!' })
    const tries = [
      { username: 'nobody at all', password: 'right password' },
      { username: user.username, password: 'wrong password' },
      { username: closed.username, password: 'right password' },
      { username: unusable.username, password: '!' },
      { username: 'nul\0', password: 'right password' },
    ]
    for (const input of tries)
      await expect(signIn(anonymousCtx(database), input)).rejects.toMatchObject({
        code: 'bad-credentials',
        message: 'Name or password are wrong.',
      })
  })

  it('takes an e-mail address in place of the username, in any capitals; a username comes first', async () => {
    const email = `${user.username}@Example.org`
    await database.db.user.update({ where: { id: user.id }, data: { email } })
    const password = 'right password'
    const byMail = await signIn(anonymousCtx(database), { username: email.toUpperCase(), password })
    expect(byMail.user.id).toBe(user.id)
    const rival = await createUser(database, { passwordHash: await hashPassword('of the rival') })
    await database.db.user.update({ where: { id: rival.id }, data: { username: email } })
    const byName = await signIn(anonymousCtx(database), { username: email, password: 'of the rival' })
    expect(byName.user.id).toBe(rival.id)
  })
})

describe('hashes that Django wrote', () => {
  const password = 'from before'

  const encoded: Record<string, () => Promise<string>> = {
    pbkdf2_sha256: async () => {
      const key = pbkdf2Sync(password, 'salt', 1000, 32, 'sha256').toString('base64')
      return `pbkdf2_sha256$1000$salt$${key}`
    },
    argon2: async () => `argon2${await argon2(password, { memoryCost: 8192, timeCost: 1, parallelism: 2 })}`,
    bcrypt_sha256: async () =>
      `bcrypt_sha256$${await bcrypt(createHash('sha256').update(password).digest('hex'), { cost: 4 })}`,
  }

  it.each(Object.keys(encoded))('open their account and are upgraded at the first sign-in: %s', async (format) => {
    const passwordHash = (await encoded[format]?.()) ?? ''
    const { id, username } = await createUser(database, { passwordHash })
    await expect(signIn(anonymousCtx(database), { username, password: 'wrong' })).rejects.toMatchObject({
      code: 'bad-credentials',
    })
    await signIn(anonymousCtx(database), { username, password })
    const stored = () => database.db.user.findUniqueOrThrow({ where: { id }, select: { passwordHash: true } })
    const upgraded = (await stored()).passwordHash
    expect(upgraded).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    await signIn(anonymousCtx(database), { username, password })
    expect((await stored()).passwordHash).toBe(upgraded)
  })

  it('as the recorded world has them', async () => {
    const { username } = await createUser(database, {
      passwordHash: 'pbkdf2_sha256$1000$d6a78e7024124b13ef172b$PxOu014vIkJzBR9cI9dGu9PdtsbBGWBAOM1I971MGaQ=',
    })
    expect(await signIn(anonymousCtx(database), { username, password: 'pass-teacher1' })).toMatchObject({
      user: { username },
    })
  })

  it('that are damaged or of no known format open nothing', async () => {
    for (const passwordHash of [
      'pbkdf2_sha256$',
      'pbkdf2_sha256$x$y$z',
      'bcrypt_sha256$$2b$',
      'argon2$argon2id$',
      'md5$a$b',
      '',
    ]) {
      const { username } = await createUser(database, { passwordHash })
      await expect(signIn(anonymousCtx(database), { username, password: 'x' })).rejects.toMatchObject({
        code: 'bad-credentials',
      })
    }
  })
})

describe('the throttle', () => {
  const tries = (count: number, username: string, address: string | null = null) =>
    Promise.all(
      Array.from({ length: count }, () =>
        signIn({ ...anonymousCtx(database), address }, { username, password: 'wrong' }).catch((error) => error.code),
      ),
    )

  it('stops the eleventh guess at one name, all at once too, however the name is written', async () => {
    const { username } = await createUser(database)
    const codes = [...(await tries(6, username)), ...(await tries(6, username.toUpperCase()))]
    expect(codes.filter((code) => code === 'bad-credentials')).toHaveLength(10)
    expect(codes.filter((code) => code === 'too-many-tries')).toHaveLength(2)
  })

  it('says how long to wait, and stops the right password as well', async () => {
    const { username } = await createUser(database, { passwordHash: await hashPassword('right password') })
    await tries(10, username)
    const error = await signIn(anonymousCtx(database), { username, password: 'right password' }).catch(
      (thrown) => thrown,
    )
    expect(error).toMatchObject({ code: 'too-many-tries' })
    expect(error.details.retryAfterSeconds).toBeGreaterThan(14 * 60)
    expect(error.details.retryAfterSeconds).toBeLessThanOrEqual(15 * 60)
  })

  it('forgets the wrong tries of whoever gets it right', async () => {
    const { username } = await createUser(database, { passwordHash: await hashPassword('right password') })
    for (let round = 0; round < 3; round += 1) {
      expect(await tries(9, username)).toEqual(Array(9).fill('bad-credentials'))
      await signIn(anonymousCtx(database), { username, password: 'right password' })
    }
  })

  it('stops one address that tries many names, and no other', async () => {
    await database.db.rateLimit.create({
      data: { key: 'sign-in:address:192.0.2.7', points: 499, expire: new Date(Date.now() + 600_000) },
    })
    expect(await tries(1, 'some name', '192.0.2.7')).toEqual(['bad-credentials'])
    expect(await tries(1, 'another name', '192.0.2.7')).toEqual(['too-many-tries'])
    expect(await tries(1, 'another name', '192.0.2.8')).toEqual(['bad-credentials'])
  })
})

describe('my account', () => {
  const signedIn = async (username: string) => {
    const { token } = await signIn(anonymousCtx(database), { username, password: 'right password' })
    return ctxFor(database, await authenticate(at(now), token))
  }

  it('shows where I am signed in, and lets me end it, but nobody else', async () => {
    const me = await createUser(database, { passwordHash: await hashPassword('right password') })
    await database.db.session.deleteMany({ where: { userId: me.id } })
    const [phone, laptop] = [await signedIn(me.username), await signedIn(me.username)]
    const sessions = await listSessions(laptop)
    expect(sessions.map(({ current }) => current).sort()).toEqual([false, true])
    const other = sessions.find(({ current }) => !current)?.id as number
    await expect(endSession(user.ctx, { id: other })).rejects.toMatchObject({ details: { entity: 'Session' } })
    await endSession(laptop, { id: other })
    expect(await listSessions(laptop)).toHaveLength(1)
    expect(await database.db.session.count({ where: { id: other } })).toBe(0)
    expect(phone.actor).toMatchObject({ sessionId: other })
  })

  it('changes its password by the current one, which ends the other sessions', async () => {
    const me = await createUser(database, { passwordHash: await hashPassword('right password') })
    await database.db.session.deleteMany({ where: { userId: me.id } })
    await signedIn(me.username)
    const here = await signedIn(me.username)
    const change = { currentPassword: 'wrong', newPassword: 'another password' }
    await expect(changePassword(here, change)).rejects.toMatchObject({ code: 'bad-credentials' })
    expect(await changePassword(here, { ...change, currentPassword: 'right password' })).toEqual({ endedSessions: 1 })
    expect(await listSessions(here)).toMatchObject([{ current: true }])
    const again = { username: me.username, password: 'another password' }
    expect((await signIn(anonymousCtx(database), again)).user.id).toBe(me.id)
  })

  it('gets a new password by mail, once, within the hour, and every session ends', async () => {
    const me = await createUser(database, { passwordHash: await hashPassword('forgotten') })
    const email = `${me.username}@example.org`
    await database.db.user.update({ where: { id: me.id }, data: { email } })
    const ask = () => requestReset(anonymousCtx(database), { email: email.toUpperCase() })
    expect(await ask()).toEqual(await requestReset(anonymousCtx(database), { email: 'nobody@example.org' }))
    await expect.poll(() => sentMail.filter(({ to }) => to === email).length).toBe(1)
    expect(sentMail.some(({ to }) => to === 'nobody@example.org')).toBe(false)
    const link = /https:\/\/music\.example\.org\/reset-password\?token=(\S+)/
    const token = link.exec(sentMail.find(({ to }) => to === email)?.text ?? '')?.[1] as string

    const reset = (ctx = anonymousCtx(database)) => resetPassword(ctx, { token, newPassword: 'brand new one' })
    const tooLate = { ...anonymousCtx(database), clock: { now: () => later(61 * 60_000) } }
    await expect(reset(tooLate)).rejects.toMatchObject({ details: { entity: 'PasswordReset' } })
    expect(await reset()).toEqual({ username: me.username })
    await expect(reset()).rejects.toMatchObject({ details: { entity: 'PasswordReset' } })
    expect(await database.db.session.count({ where: { userId: me.id } })).toBe(0)
    await signIn(anonymousCtx(database), { username: email, password: 'brand new one' })
  })
})

describe('a session', () => {
  it('slides along while it is used, and ends 30 days after its last use', async () => {
    const day = 24 * 3600 * 1000
    const { token } = await signIn(anonymousCtx(database), { username: user.username, password: 'right password' })
    expect((await authenticate(at(later(29 * day)), token)).kind).toBe('user')
    expect((await authenticate(at(later(58 * day)), token)).kind).toBe('user')
    expect((await authenticate(at(later(89 * day)), token)).kind).toBe('anonymous')
  })

  it('is not written down at every use', async () => {
    const { token } = await signIn(anonymousCtx(database), { username: user.username, password: 'right password' })
    await authenticate(at(later(60_000)), token)
    const row = await database.db.session.findUniqueOrThrow({ where: { tokenHash: hashToken(token) } })
    expect(row.lastUsedAt).toEqual(now)
  })

  it('is nobody for an unknown token, and for an account that was closed', async () => {
    expect((await authenticate(at(now), 'made up')).kind).toBe('anonymous')
    const { token, id } = await createUser(database)
    expect((await authenticate(at(now), token)).kind).toBe('user')
    await database.db.user.update({ where: { id }, data: { isActive: false } })
    expect((await authenticate(at(now), token)).kind).toBe('anonymous')
  })

  it('is looked up with those that are asked for at the same time, each as its own, and anew the next time', async () => {
    const [one, two, closed] = [await createUser(database), await createUser(database), await createUser(database)]
    await database.db.user.update({ where: { id: closed.id }, data: { isActive: false } })
    const tokens = [one.token, 'made up', two.token, closed.token, one.token]
    const look = (on: Date) => Promise.all(tokens.map((token) => authenticate(at(on), token)))
    const names = (actors: Awaited<ReturnType<typeof look>>) =>
      actors.map((actor) => (actor.kind === 'user' ? actor.username : actor.kind))
    const together = [one.username, 'anonymous', two.username, 'anonymous', one.username]
    const statements = await database.statementsOf(async () => expect(names(await look(now))).toEqual(together))
    expect(statements).toHaveLength(1)
    await database.db.session.deleteMany({ where: { userId: one.id } })
    expect(names(await look(now))).toEqual(['anonymous', 'anonymous', two.username, 'anonymous', 'anonymous'])
  })

  it('ends when its owner signs out, and the others of the same person go on', async () => {
    const input = { username: user.username, password: 'right password' }
    const first = await signIn(anonymousCtx(database), input)
    const second = await signIn(anonymousCtx(database), input)
    await signOut(ctxFor(database, await authenticate(at(now), first.token)))
    expect((await authenticate(at(now), first.token)).kind).toBe('anonymous')
    expect((await authenticate(at(now), second.token)).kind).toBe('user')
  })
})
