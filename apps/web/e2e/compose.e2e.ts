/** A student composes in the step editor. */
import { afterAll, afterEach, expect, it } from 'vitest'
import { closeBrowser, holdsUp, signedIn, type Visitor } from './testing/browser.ts'

let someone: Visitor

afterEach(async () => {
  expect(someone.problems).toEqual([])
  await someone.leave()
})
afterAll(closeBrowser)

it('a tune is set by keyboard, drawn, taken back, kept over a reload, and laid out to hand in', async () => {
  someone = await signedIn('finn')
  const { page } = someone
  await page
    .getByRole('region', { name: 'Hot Cross Buns' })
    .getByRole('link', { name: /Make your own music/ })
    .first()
    .click()
  await page.getByRole('tab', { name: 'Compose' }).click()
  const grid = page.getByRole('grid', { name: 'Notes of your composition' })
  await grid
    .getByRole('button', { name: /bar 1, step 1$/ })
    .nth(6)
    .focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Space')
  const sheet = page.getByRole('img', { name: 'Your composition in notation' })
  await expect.poll(() => sheet.locator('.note').count()).toBe(2)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => sheet.locator('.note').count()).toBe(1)
  await page.getByRole('button', { name: 'Redo' }).click()
  await page.reload()
  await page.getByRole('tab', { name: 'Compose' }).click()
  await sheet.locator('.note').nth(1).waitFor()
  await expect.poll(() => sheet.locator('.note').count()).toBe(2)
  await page.getByRole('button', { name: 'Keep it to hand in' }).click()
  await page.getByRole('button', { name: /^Hand in: / }).waitFor()
  await holdsUp(page, 'compose')
  await page.getByRole('button', { name: /^Hand in: / }).click()
  const composition = page.getByRole('img', { name: 'Composition, take 1' })
  await composition.locator('.definition-scale').waitFor()
  await expect.poll(() => composition.locator('.note').count()).toBe(2)
})
