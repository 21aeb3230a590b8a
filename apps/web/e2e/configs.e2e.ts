/** Instrument configurations: made, changed, heard and deleted by an administrator, and by nobody else. */
import { afterAll, afterEach, expect, it } from 'vitest'
import { closeBrowser, holdsUp, signedIn, type Visitor } from './testing/browser.ts'
import { silence } from './testing/wav.ts'

let someone: Visitor

afterEach(async () => {
  expect(someone.problems).toEqual([])
  await someone.leave()
})
afterAll(closeBrowser)

const choose = async (
  page: Visitor['page'],
  file: { name: string; mimeType: string; buffer: Buffer },
): Promise<void> => {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('dialog').getByRole('button', { name: 'Recording', exact: true }).click(),
  ])
  await chooser.setFiles(file)
}

it('is made with settings and a recording, changed, and deleted after a word of warning', async () => {
  someone = await signedIn('admin')
  const { page } = someone
  await page.getByRole('link', { name: 'Configurations' }).click()
  await page.getByRole('heading', { name: 'Instrument configurations', level: 1 }).waitFor()
  await page.getByText('No configurations yet').waitFor()
  await holdsUp(page, 'configs-empty')

  await page.getByRole('button', { name: 'New configuration' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await dialog.getByText('Fill this in.').waitFor()
  await dialog.getByLabel('Name', { exact: true }).fill('A name that is far too long for it')
  await dialog.getByRole('button', { name: 'Add a setting' }).click()
  await dialog.getByRole('textbox', { name: 'Value of setting 1' }).fill('0.1')
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await dialog.getByText('At most 20 characters.', { exact: true }).waitFor()
  await dialog.getByText('Every setting needs a name.').waitFor()
  await holdsUp(page, 'config-wrong')
  await dialog.getByLabel('Name', { exact: true }).fill('Warm trumpet')
  await dialog.getByRole('textbox', { name: 'Name of setting 1' }).fill('attack')
  await dialog.getByRole('button', { name: 'Add a setting' }).click()
  await dialog.getByRole('textbox', { name: 'Name of setting 2' }).fill('wave')
  await dialog.getByRole('textbox', { name: 'Value of setting 2' }).fill('triangle')

  // What is no recording is refused; the configuration is kept, once.
  await choose(page, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('not a sound') })
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await dialog.getByText('The configuration is kept, its recording was not taken:').waitFor()
  await holdsUp(page, 'config-refused')
  await choose(page, { name: 'warm.wav', mimeType: 'audio/wav', buffer: silence(2000) })
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await page.getByText('Warm trumpet is kept.').waitFor()
  const card = page.getByRole('article', { name: 'Warm trumpet' })
  await card.waitFor()
  await expect.poll(() => page.getByRole('article').count()).toBe(1)
  await card.getByText('triangle').waitFor()
  const url = await card.getByLabel('Recording of Warm trumpet').getAttribute('src')
  expect((await page.request.get(url ?? '')).status()).toBe(200)
  await holdsUp(page, 'configs')

  await page.getByRole('button', { name: 'Edit Warm trumpet' }).click()
  await dialog.getByLabel('Description').fill('Soft, for the slow movement.')
  await dialog.getByRole('textbox', { name: 'Value of setting 1' }).fill('0.25')
  await dialog.getByRole('button', { name: 'Remove setting 2' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Warm trumpet is saved.').waitFor()
  await page.reload()
  await card.getByText('Soft, for the slow movement.').waitFor()
  await card.getByText('0.25').waitFor()
  expect(await card.getByText('triangle').count()).toBe(0)
  expect(await card.getByLabel('Recording of Warm trumpet').getAttribute('src')).toBe(url)

  await page.getByRole('button', { name: 'Delete Warm trumpet' }).click()
  await holdsUp(page, 'config-delete')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await card.waitFor()
  await page.getByRole('button', { name: 'Delete Warm trumpet' }).click()
  await dialog.getByRole('button', { name: 'Delete it' }).click()
  await page.getByText('Warm trumpet is deleted.').waitFor()
  await page.getByText('No configurations yet').waitFor()
})

it('is nothing for teachers', async () => {
  someone = await signedIn('teacher')
  const { page } = someone
  await page.getByRole('heading', { name: 'Courses' }).waitFor()
  expect(await page.getByRole('link', { name: 'Configurations' }).count()).toBe(0)
  await page.goto('/configurations')
  await page.getByRole('heading', { name: 'Courses' }).waitFor()
})
