/** What holds on every page: addresses, the keyboard, a connection that comes and goes. */
import { afterAll, afterEach, expect, it } from 'vitest'
import { address, closeBrowser, holdsUp, signedIn, type Visitor, visitor } from './testing/browser.ts'

let someone: Visitor

afterEach(() => someone.leave())
afterAll(closeBrowser)

it('an address that leads nowhere says so, with a way to the start', async () => {
  someone = await signedIn('ava')
  const { page } = someone
  await page.goto('/music/demo-band/no/such/page')
  await page.getByRole('heading', { name: 'Not found', level: 1 }).waitFor()
  await holdsUp(page, 'not-found')
  await page.getByRole('link', { name: 'Go to the start page' }).click()
  await page.waitForURL('**/music/demo-band')
  expect(someone.problems).toEqual([])
  await page.goto('/music/no-such-course')
  await page.getByText('There is no such course.').waitFor()
})

it('the keyboard skips to the content, and the focus follows to the heading of the next page', async () => {
  someone = await signedIn('ava')
  const { page } = someone
  await page.goto('/music/demo-band')
  await page.getByRole('heading', { name: 'My music' }).waitFor()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
  await page.getByRole('link', { name: 'My grades' }).click()
  await page.getByRole('heading', { name: 'My grades' }).waitFor()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('My grades')
  expect(await page.title()).toBe('My grades · MusicCPR')
})

it('a lost connection says so, and what was asked for comes when it is back', async () => {
  someone = await signedIn('ava')
  const { page, context } = someone
  await page.goto('/music/demo-band')
  await page.getByRole('heading', { name: 'My music' }).waitFor()
  await context.setOffline(true)
  await page.getByText('The connection is lost.').waitFor()
  await holdsUp(page, 'connection-lost')
  await context.setOffline(false)
  await page.getByText('The connection is back.').waitFor()
  await page.getByText('The connection is lost.').waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'My grades' }).click()
  await page.getByRole('heading', { name: 'My grades' }).waitFor()
})

it('light and dark are remembered', async () => {
  someone = await signedIn('ava')
  const { page } = someone
  await page.getByRole('button', { name: 'Account of Ava Flores' }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await page.reload()
  await page.getByRole('heading', { name: 'My music' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme)).toBe('dark')
})

it('no page runs a script that it did not bring', async () => {
  someone = await visitor()
  const { page } = someone
  await page.goto('/sign-in')
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'window.intruder = true'
    document.head.append(script)
    return 'intruder' in window
  })
  expect(ran).toBe(false)
  const answer = await fetch(`${address}/sign-in`, { headers: { accept: 'text/html' } })
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'self' 'wasm-unsafe-eval'")
})
