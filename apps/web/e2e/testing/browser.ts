/** A browser as somebody sits in front of it, and what every page is held to. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect, inject } from 'vitest'

const outputFolder = join(import.meta.dirname, '../output')

export const address = inject('address')

const desktop = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }

let browser: Promise<Browser> | undefined

/** The one browser of this run: Debian's, with a microphone that plays a tone. */
const theBrowser = (): Promise<Browser> => {
  browser ??= chromium.launch({
    executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
    ],
  })
  return browser
}

export const closeBrowser = async (): Promise<void> => {
  const open = await browser
  browser = undefined
  await open?.close()
}

export type Visitor = { page: Page; context: BrowserContext; problems: string[]; leave: () => Promise<void> }

/** Somebody with a browser of their own, who is signed in nowhere yet. */
export const visitor = async (): Promise<Visitor> => {
  const context = await (await theBrowser()).newContext({
    baseURL: address,
    viewport: desktop,
    colorScheme: 'light',
    reducedMotion: 'reduce',
    permissions: ['microphone'],
    locale: 'en-US',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    // A refused call is an answer like any other; the browser logs it all the same.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      problems.push(message.text())
  })
  return { page, context, problems, leave: () => context.close() }
}

/** Signs in somebody of the demo by the form. */
export const signIn = async (page: Page, username: string): Promise<void> => {
  if (!page.url().includes('/sign-in')) await page.goto('/sign-in')
  await page.getByLabel('Name or e-mail address').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(inject('passwords')[username] ?? '')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

/** Somebody of the demo, signed in. */
export const signedIn = async (username: string): Promise<Visitor> => {
  const someone = await visitor()
  await signIn(someone.page, username)
  return someone
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const violations = async (page: Page): Promise<string[]> => {
  // Pages run no script that they did not bring: this one comes from outside of them.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  const results = await page.evaluate(
    (runOnly) => (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(document, { runOnly }),
    standards,
  )
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${target.join(' ')} (${failureSummary})`),
  )
}

/** Fonts are there, and colours have stopped to change. */
const settled = async (): Promise<void> => {
  await document.fonts.ready
  const changing = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
  await Promise.allSettled(changing.map(({ finished }) => finished))
}

/** Both widths and both schemes, not all four pairs of them: what is wrong with one pair alone is wrong with colours or with width. */
const looks = [
  { viewport: desktop, colorScheme: 'light' },
  { viewport: phone, colorScheme: 'dark' },
] as const

/**
 * What every page is held to, at 1280 pixels in light and at 390 in dark: no violation that axe finds, nothing wider than the
 * window. Takes a screenshot of each.
 */
export const holdsUp = async (page: Page, name: string): Promise<void> => {
  mkdirSync(outputFolder, { recursive: true })
  for (const { viewport, colorScheme } of looks) {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ colorScheme })
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor()
    await page.evaluate(settled)
    expect(await violations(page), `${name}, ${viewport.width}, ${colorScheme}`).toEqual([])
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow, `${name} at ${viewport.width} is as wide as the window`).toBeLessThanOrEqual(0)
    await page.screenshot({
      path: join(outputFolder, `${name}-${viewport.width}-${colorScheme}.png`),
      fullPage: true,
    })
  }
  await page.setViewportSize(desktop)
  await page.emulateMedia({ colorScheme: 'light' })
}
