/** Sign-in slips straight after an import. */
import { afterAll, afterEach, expect, it } from 'vitest'
import { closeBrowser, signedIn, type Visitor } from './testing/browser.ts'

let someone: Visitor

afterEach(async () => {
  expect(someone.problems).toEqual([])
  await someone.leave()
})
afterAll(closeBrowser)

it('whoever an import made an account for is selected for slips', async () => {
  someone = await signedIn('teacher')
  const { page } = someone
  await page.getByRole('link', { name: 'New course' }).click()
  await page.getByLabel('Name').fill('Slips Band')
  await page.getByRole('button', { name: 'Make the course' }).click()
  await page.getByText('Slips Band is made.').waitFor()
  await page.getByRole('link', { name: 'Roster', exact: true }).click()
  await page.getByRole('button', { name: 'Add students' }).click()
  await page
    .getByLabel('The list')
    .fill(
      'Nia Slip, nia.slip, sunny-river-42, 6\nOle Slip, ole.slip, sunny-river-43, 6\nKaya Demir, kaya, not-hers-at-all, 6',
    )
  await page.getByRole('button', { name: 'Check the list' }).click()
  await page.getByRole('button', { name: /^Import 3 students/ }).click()
  await page.getByRole('button', { name: 'New passwords and slips (3)' }).click()
  await page.getByRole('button', { name: 'Make new passwords' }).click()
  await page.getByRole('dialog').getByText('nia.slip', { exact: true }).waitFor()
  await expect.poll(() => page.getByRole('dialog').getByRole('listitem').count()).toBe(3)
})
