/** The two pages: they work with forms alone, and say beside a field what is wrong with it. */
import { sentMail, testServices } from '@cpr/domain/testing'
import { createServer } from '@cpr/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { signIn } from './player.ts'
import { openWorld, type RestWorld } from './world.ts'

let world: RestWorld

beforeAll(async () => {
  world = await openWorld()
})

afterAll(() => world.close())

beforeEach(async () => {
  await world.reset()
  sentMail.length = 0
})

const open = async (path: string, fields?: Record<string, string>) => {
  const response = await fetch(world.base + path, fields ? { method: 'POST', body: new URLSearchParams(fields) } : {})
  return { status: response.status, page: await response.text(), headers: response.headers }
}

/** Mail goes out behind the answer. */
const mail = () =>
  vi.waitFor(() => {
    const last = sentMail.at(-1)
    if (!last) throw new Error('no mail yet')
    return last
  })

const tokenInMail = async (): Promise<string> => /token=([\w-]+)/.exec((await mail()).text)?.[1] ?? ''

/** The mistake that a page shows with a field: the text that the field says describes it. */
const mistakeWith = (page: string, name: string): string | null => {
  const [input = ''] = new RegExp(`<input id="${name}"[^>]*>`).exec(page) ?? []
  if (!/aria-invalid="true"/.test(input) || !new RegExp(`aria-describedby="[^"]*${name}-error`).test(input)) return null
  return new RegExp(`id="${name}-error">([^<]+)<`).exec(page)?.[1] ?? null
}

describe('every page', () => {
  it.each([
    '/accounts/password/reset/',
    '/accounts/password/reset/?token=x',
    '/accounts/signup/',
    '/accounts/signup/?token=x',
  ])('%s: has a language, a title, one heading, labels, and nothing that runs or is loaded', async (path) => {
    const { page, headers } = await open(path)
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(page).toMatch(/<title>[^<]+<\/title>/)
    expect(page.match(/<h1>/g)).toHaveLength(1)
    expect(page).not.toMatch(/<script|src=|<link/)
    for (const [, id] of page.matchAll(/<input id="([^"]+)"/g)) expect(page).toContain(`<label for="${id}">`)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })

  it('is reached without a slash too, and refuses other methods', async () => {
    const response = await fetch(`${world.base}/accounts/signup?token=a`, { redirect: 'manual' })
    expect(response.headers.get('location')).toBe('/accounts/signup/?token=a')
    expect((await fetch(`${world.base}/accounts/signup/`, { method: 'DELETE' })).status).toBe(405)
  })
})

it('the addresses in mails lead to them, where the surface is served alone', async () => {
  const { database } = world
  const alone = await createServer({
    database,
    services: testServices,
    logLevel: 'silent',
    secureCookies: false,
    only: 'legacy-rest',
  })
  for (const [address, page] of [
    ['/reset-password?token=a', '/accounts/password/reset/?token=a'],
    ['/accept-invitation?token=a', '/accounts/signup/?token=a'],
  ] as const)
    expect((await alone.inject(address)).headers.location).toBe(page)
  expect((await alone.inject('/trpc/auth.me')).statusCode).toBe(404)
  expect((await alone.inject('/healthz')).statusCode).toBe(200)
  expect((await alone.inject('/api/users/me/')).statusCode).toBe(403)
  await alone.close()
})

describe('a new password', () => {
  const path = '/accounts/password/reset/'

  it('comes by a link in a mail, which opens once', async () => {
    const asked = await open(path, { email: 'STUDENT10@example.org' })
    expect([asked.status, (await mail()).to]).toEqual([200, 'student10@example.org'])
    const link = `${path}?token=${await tokenInMail()}`
    expect((await open(link)).page).toContain('autocomplete="new-password"')
    const short = await open(link, { newPassword: 'short' })
    expect([short.status, mistakeWith(short.page, 'newPassword')]).toEqual([
      400,
      expect.stringContaining('8 characters'),
    ])
    const done = await open(link, { newPassword: 'a new long password' })
    expect([done.status, done.page]).toEqual([200, expect.stringContaining('Sign in as student10')])
    await signIn(world.base, 'student10', 'a new long password')
    expect((await open(link, { newPassword: 'another long password' })).status).toBe(404)
  })

  it('is not said to be for anybody', async () => {
    const [known, unknown] = [
      await open(path, { email: 'student10@example.org' }),
      await open(path, { email: 'nobody@example.org' }),
    ]
    expect(known.page).toBe(unknown.page)
    await mail()
    expect(sentMail).toHaveLength(1)
  })

  it('needs an address', async () => {
    for (const email of ['', 'nonsense', '<b>"x']) {
      const { status, page } = await open(path, { email })
      expect([status, mistakeWith(page, 'email')]).toEqual([400, expect.any(String)])
      expect(page).not.toContain('<b>')
    }
  })

  it('is not asked for without end', async () => {
    for (let nth = 0; nth < 3; nth += 1) await open(path, { email: 'student10@example.org' })
    const { status, page } = await open(path, { email: 'student10@example.org' })
    expect([status, page]).toEqual([429, expect.stringContaining('role="alert"')])
  })
})

describe('the account of an invitation', () => {
  const invite = async (): Promise<string> => {
    const form = new FormData()
    form.append('file', new Blob(['new@example.org']), 'teachers.csv')
    const headers = { authorization: `Token ${await signIn(world.base, 'admin')}` }
    await fetch(`${world.base}/api/users/bulk_create_teachers/`, { method: 'POST', body: form, headers })
    return `/accounts/signup/?token=${await tokenInMail()}`
  }

  it('is made by whoever has the link, once', async () => {
    const link = await invite()
    expect((await open(link)).page).toContain('<strong>new@example.org</strong>')
    const fields = { name: 'New "Teacher" <3', username: 'teacher1', password: 'a long password' }
    const taken = await open(link, fields)
    expect([taken.status, mistakeWith(taken.page, 'username')]).toEqual([400, expect.stringContaining('taken')])
    expect(taken.page).toContain('value="New &quot;Teacher&quot; &lt;3"')
    expect(taken.page).not.toContain('a long password')
    const empty = await open(link, { name: '', username: '', password: 'short' })
    for (const name of ['name', 'username', 'password']) expect(mistakeWith(empty.page, name)).not.toBeNull()
    const done = await open(link, { ...fields, username: 'newteacher' })
    expect([done.status, done.page]).toEqual([200, expect.stringContaining('Sign in as newteacher')])
    const token = await signIn(world.base, 'newteacher', 'a long password')
    const me = await fetch(`${world.base}/api/users/me/`, { headers: { authorization: `Token ${token}` } })
    expect(await me.json()).toMatchObject({ username: 'newteacher', groups: ['Teacher'] })
    expect((await open(link)).status).toBe(404)
  })

  it('is not made without one', async () => {
    for (const path of ['/accounts/signup/', '/accounts/signup/?token=x']) {
      expect(await open(path)).toMatchObject({ status: 404, page: expect.stringContaining('role="alert"') })
      const { status } = await open(path, { name: 'A', username: 'a', password: 'a long password' })
      expect(status).toBeGreaterThanOrEqual(400)
    }
  })
})
