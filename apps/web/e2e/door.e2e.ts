/** Everything in front of the door: signing in and out, passwords, links of mails. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, inject, it, vi } from 'vitest'
import { closeBrowser, holdsUp, signedIn, signIn, type Visitor, visitor } from './testing/browser.ts'

let someone: Visitor

afterEach(async () => {
  expect(someone.problems).toEqual([])
  await someone.leave()
})

afterAll(closeBrowser)

describe('signing in', () => {
  it('goes on to where one wanted to go, and survives a reload', async () => {
    someone = await visitor()
    const { page } = someone
    await page.goto('/grades/demo-band?from=mail')
    await page.waitForURL(/\/sign-in\?to=/)
    await holdsUp(page, 'sign-in')
    await signIn(page, 'ava')
    await page.waitForURL('**/grades/demo-band?from=mail')
    await page.reload()
    await page.getByRole('heading', { name: 'My grades' }).waitFor()
  })

  it('says what is missing and what is wrong, and forgets nothing that was typed', async () => {
    someone = await visitor()
    const { page } = someone
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect.poll(() => page.getByText('Fill this in.').count()).toBe(2)
    await page.getByLabel('Name or e-mail address').fill('nobody')
    await page.getByLabel('Password', { exact: true }).fill('wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('Name or password are wrong.').waitFor()
    expect(await page.getByLabel('Name or e-mail address').inputValue()).toBe('nobody')
  })

  it('leads to no other site', async () => {
    someone = await visitor()
    const { page } = someone
    await page.goto('/sign-in?to=//example.org/')
    await signIn(page, 'ava')
    await page.waitForURL('**/music/demo-band')
  })

  it('ends with signing out, and the way back is closed', async () => {
    someone = await signedIn('ben')
    const { page } = someone
    await page.getByRole('button', { name: 'Account of Ben Okafor' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL('**/sign-in')
    await page.goto('/music')
    await page.waitForURL(/\/sign-in\?to=/)
  })
})

describe('a forgotten password', () => {
  it('is asked for by e-mail', async () => {
    someone = await visitor()
    const { page } = someone
    await page.goto('/sign-in')
    await page.getByRole('link', { name: 'Forgotten your password?' }).click()
    await holdsUp(page, 'forgot-password')
    await page.getByLabel('E-mail address').fill('nobody')
    await page.getByRole('button', { name: 'Send me a link' }).click()
    await page.getByText('This does not look like an e-mail address.').waitFor()
    await page.getByLabel('E-mail address').fill('nobody@example.org')
    await page.getByRole('button', { name: 'Send me a link' }).click()
    await page.getByText('If nobody@example.org belongs to an account').waitFor()
  })

  it('needs a link that is whole and still works', async () => {
    someone = await visitor()
    const { page } = someone
    await page.goto('/reset-password')
    await page.getByText('This link is not whole.').waitFor()
    await page.goto('/reset-password?token=made-up')
    await page.getByLabel('New password').fill('short')
    await page.getByRole('button', { name: 'Set this password' }).click()
    await page.getByText('A password has at least 8 characters.', { exact: true }).waitFor()
    await page.getByLabel('New password').fill('long enough now')
    await page.getByRole('button', { name: 'Set this password' }).click()
    await page.getByText('There is no such password reset, or it has expired.').waitFor()
    await holdsUp(page, 'reset-password')
  })
})

/** The token in the newest mail that leads to a page, out of the folder where mails go while no server sends them. */
const tokenOfMail = (page: string): Promise<string> =>
  vi.waitFor(() => {
    const folder = join(inject('dataDir'), 'outbox')
    // Long lines of a mail are cut with an equals sign.
    const mails = readdirSync(folder).map((name) =>
      readFileSync(join(folder, name), 'utf8')
        .replace(/=\r?\n/g, '')
        .replaceAll('=3D', '='),
    )
    const token = mails.flatMap((mail) => new RegExp(`/${page}\\?token=([\\w-]+)`).exec(mail)?.[1] ?? []).at(-1)
    if (token === undefined) throw new Error(`No mail leads to ${page}.`)
    return token
  }, 10_000)

describe('an invitation', () => {
  it('makes a teacher, who can change their password by mail later', async () => {
    someone = await signedIn('admin')
    const { page } = someone
    await page.evaluate(() =>
      fetch('/trpc/users.inviteTeachers', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ addresses: 'nina@example.org' }),
      }),
    )
    const token = await tokenOfMail('accept-invitation')
    await someone.context.clearCookies()
    await page.goto(`/accept-invitation?token=${token}`)
    await page.getByText('nina@example.org').waitFor()
    await holdsUp(page, 'accept-invitation')
    await page.getByLabel('Your name, as students read it').fill('Nina Newcomer')
    await page.getByLabel('Username, to sign in with').fill('ava')
    await page.getByLabel('Password', { exact: true }).fill('eight or more')
    await page.getByRole('button', { name: 'Make my account' }).click()
    await page.getByText('The username ava is taken: choose another.').first().waitFor()
    await page.getByLabel('Username, to sign in with').fill('nina')
    await page.getByRole('button', { name: 'Make my account' }).click()
    await page.waitForURL('**/courses')
    await page.getByRole('button', { name: 'Account of Nina Newcomer' }).waitFor()

    await page.goto('/forgot-password')
    await page.getByLabel('E-mail address').fill('nina@example.org')
    await page.getByRole('button', { name: 'Send me a link' }).click()
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor()
    const reset = await tokenOfMail('reset-password')
    await page.goto(`/reset-password?token=${reset}`)
    await page.getByLabel('New password').fill('another password')
    await page.getByRole('button', { name: 'Set this password' }).click()
    await page.getByText('Done, nina.').waitFor()
  })
})

describe('the own account', () => {
  it('changes the password and ends other sessions', async () => {
    someone = await signedIn('liam')
    const elsewhere = await signedIn('liam')
    const { page } = someone
    await page.getByRole('button', { name: 'Account of Liam Byrne' }).click()
    await page.getByRole('menuitem', { name: 'My account' }).click()
    await page.getByText('This device').waitFor()
    await holdsUp(page, 'account')
    await page.getByRole('button', { name: /^End: / }).click()
    await page.getByText('That session is ended.').waitFor()
    await elsewhere.page.goto('/account')
    await elsewhere.page.waitForURL(/sign-in/)
    await elsewhere.leave()

    await page.getByLabel('Current password').fill(inject('passwords').liam ?? '')
    await page.getByLabel('New password', { exact: true }).fill('a longer password')
    await page.getByLabel('The new password, once more').fill('another one')
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByText('The two are not the same.').waitFor()
    await page.getByLabel('The new password, once more').fill('a longer password')
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByText('Your password is changed.').waitFor()
  })
})
