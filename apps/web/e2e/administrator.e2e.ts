/** What an administrator does: finds people, closes an account, invites teachers, reads who did what. */
import { readFileSync } from 'node:fs'
import { afterAll, afterEach, expect, it } from 'vitest'
import { clientOf } from './testing/api.ts'
import { closeBrowser, holdsUp, signedIn, type Visitor } from './testing/browser.ts'

let someone: Visitor

afterEach(() => someone.leave())
afterAll(closeBrowser)

it('finds people, gives a new password, closes an account and opens it again', async () => {
  someone = await signedIn('admin')
  const { page } = someone
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('heading', { name: 'People', level: 1 }).waitFor()
  await page.getByRole('row', { name: /Tanya Teacher/ }).waitFor()
  await holdsUp(page, 'people')
  await page.getByLabel('Search').fill('kaya')
  await page.getByRole('row', { name: /Tanya Teacher/ }).waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'New password for kaya' }).click()
  await page.getByText(/^[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}$/).waitFor()
  await holdsUp(page, 'people-new-password')
  await page.getByRole('button', { name: 'Close', exact: true }).click()

  await page.getByRole('button', { name: 'Close account kaya' }).click()
  await page.getByRole('row', { name: /kaya.*Closed/ }).waitFor()
  await page.getByRole('button', { name: 'Open account kaya' }).click()
  await page.getByRole('button', { name: 'Close account kaya' }).waitFor()
  await page.getByLabel('Search').fill('nobody of this name')
  await page.getByText('Nobody found').waitFor()
  expect(someone.problems).toEqual([])
})

it('makes an account: a name that is taken is said, a password is made up, and signs in', async () => {
  someone = await signedIn('admin')
  const { page } = someone
  await page.goto('/people')
  await page.getByRole('button', { name: 'New account' }).click()
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.getByText('Choose at least one.').waitFor()
  await page.getByLabel('Name', { exact: true }).fill('Nora New')
  await page.getByLabel('Username', { exact: true }).fill('kaya')
  await page.getByRole('checkbox', { name: 'Teacher' }).check()
  await page.getByRole('checkbox', { name: 'Administrator' }).check()
  await page.getByRole('button', { name: 'Make an administrator' }).click()
  await page.getByText('This is not the username above.').waitFor()
  await holdsUp(page, 'people-new-administrator')
  await page.getByRole('checkbox', { name: 'Administrator' }).uncheck()
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.getByText('The username kaya is taken.').waitFor()
  await page.getByLabel('Username', { exact: true }).fill('nora-new')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.getByRole('heading', { name: 'The account is ready' }).waitFor()
  const password = (await page.getByText(/^[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}$/).textContent()) ?? ''
  await holdsUp(page, 'people-new-account')
  await someone.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy' }).click()
  await page.getByText('Copied.').waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(password)
  await page.getByRole('button', { name: 'Close', exact: true }).last().click()
  await page.getByRole('row', { name: /Nora New.*nora-new.*Teacher/ }).waitFor()
  expect((await (await clientOf('nora-new', password)).auth.me.query()).groups).toEqual(['TEACHER'])

  await page.getByRole('button', { name: 'New account' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Chosen')
  await page.getByLabel('Username', { exact: true }).fill('chosen-one')
  await page.getByRole('checkbox', { name: 'Student' }).check()
  await page.getByLabel('Chosen by you').check()
  await page.getByLabel('The password').fill('short')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.getByText('A password has at least 8 characters.').waitFor()
  await page.getByLabel('The password').fill('long enough')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.getByRole('row', { name: /chosen-one/ }).waitFor()
  await clientOf('chosen-one', 'long enough')
  expect(someone.problems).toEqual([])
})

it('invites teachers, and hears of each line what became of it', async () => {
  someone = await signedIn('admin')
  const { page } = someone
  await page.goto('/people')
  await page.getByRole('button', { name: 'Invite teachers' }).click()
  await page.getByLabel('E-mail addresses').fill('new.teacher@example.org\nnot an address')
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await page.getByRole('row', { name: 'new.teacher@example.org Invited' }).waitFor()
  await page.getByRole('row', { name: 'not an address No e-mail address' }).waitFor()
  await holdsUp(page, 'people-invited')
})

it('reads who did what, by person, course, action and day, and finds it again by its address', async () => {
  const admin = await clientOf('admin')
  const dates = { startDate: '2026-01-12', endDate: '2026-12-05' }
  const { slug } = await admin.courses.create.mutate({ name: 'Audited Band', ...dates })
  await admin.courses.archive.mutate({ course: slug, archived: true })
  someone = await signedIn('admin')
  const { page } = someone
  await page.goto('/people')
  await page.getByLabel('Search').fill('alex admin')
  await page.getByRole('link', { name: 'What they did: admin' }).click()
  await page.getByRole('heading', { name: 'Audit log', level: 1 }).waitFor()
  await expect.poll(() => page.getByRole('combobox', { name: 'Who' }).inputValue()).toBe('Alex Admin (admin)')
  await page
    .getByRole('row', { name: /Admin.* auth\.signIn/ })
    .first()
    .waitFor()
  await holdsUp(page, 'audit')

  await page.getByRole('combobox', { name: 'Course' }).fill('audited')
  await page.getByRole('option', { name: 'Audited Band' }).click()
  await page.getByLabel('Action').fill('courses')
  await page.getByRole('row', { name: /courses\.archive.*Audited Band/ }).waitFor()
  await page.getByLabel('From').fill('2020-01-01')
  await page.waitForURL(/person=admin/)
  await page.waitForURL(/from=2020-01-01/)
  await page.reload()
  await page.getByRole('row', { name: /courses\.archive.*Audited Band/ }).waitFor()
  await expect.poll(() => page.getByRole('combobox', { name: 'Who' }).inputValue()).toBe('Alex Admin (admin)')
  await expect.poll(() => page.getByRole('combobox', { name: 'Course' }).inputValue()).toBe('Audited Band')
  expect(await page.getByLabel('Action').inputValue()).toBe('courses')
  expect(await page.getByRole('row', { name: /auth\.signIn/ }).count()).toBe(0)

  await page.getByRole('combobox', { name: 'Who' }).fill('kaya')
  await page.getByRole('option', { name: 'Kaya Demir (kaya)' }).click()
  await page.getByText('Nothing found').waitFor()
  await page.getByRole('combobox', { name: 'Who' }).click()
  await page.getByRole('option', { name: 'Anybody' }).click()
  await page.getByRole('row', { name: /courses\.archive.*Audited Band/ }).waitFor()
  await page.getByLabel('To', { exact: true }).fill('2020-01-02')
  await page.getByText('Nothing found').waitFor()
  await page.goto('/audit?person=nobody-of-this-name')
  await page.getByText('There is no such user.').waitFor()
  expect(someone.problems).toEqual([])
})

it('looks at the research export, and takes it along', async () => {
  someone = await signedIn('admin')
  const { page } = someone
  await page.getByRole('link', { name: 'Export' }).click()
  await page.getByRole('heading', { name: 'Research export', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Show the first rows' }).click()
  await page.getByRole('heading', { name: 'The first 20 rows' }).waitFor()
  await page.getByRole('button', { name: 'What the columns mean' }).click()
  await page.getByText('One row for each student, assignment, submission and attachment.').waitFor()
  await holdsUp(page, 'export')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as CSV' }).click(),
  ])
  const lines = readFileSync(await file.path(), 'utf8')
    .trimEnd()
    .split('\r\n')
  expect(lines[0]).toMatch(/^\ufeffID,Course ID,Course Name,/)
  expect(lines.length).toBeGreaterThan(21)
  await page.getByRole('combobox', { name: 'Course' }).fill('demo band')
  await page.getByRole('option', { name: 'Demo Band' }).click()
  await page.getByRole('combobox', { name: 'Activity type' }).fill('refl')
  await page.getByRole('option', { name: 'Reflection' }).click()
  await page.waitForURL(/activity=Reflection/)
  await page.reload()
  await expect.poll(() => page.getByRole('combobox', { name: 'Activity type' }).inputValue()).toBe('Reflection')
  await page.getByRole('button', { name: 'Show the first rows' }).click()
  await page
    .getByRole('cell', { name: /^Reflection: / })
    .first()
    .waitFor()
  expect(await page.getByRole('cell', { name: /^Melody: / }).count()).toBe(0)
  await page.goto('/export?course=nowhere')
  await page.getByRole('button', { name: 'Show the first rows' }).click()
  await page.getByText('There is no such course.').waitFor()
  expect(someone.problems).toEqual([])
})

it('is nothing for teachers', async () => {
  someone = await signedIn('teacher')
  const { page } = someone
  await page.getByRole('heading', { name: 'Courses' }).waitFor()
  expect(await page.getByRole('link', { name: 'People' }).count()).toBe(0)
  await page.goto('/audit')
  await page.getByText('You may not do this.').waitFor()
})
