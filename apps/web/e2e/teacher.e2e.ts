/** A teacher at work. */
import { afterAll, afterEach, expect, it } from 'vitest'
import { closeBrowser, holdsUp, signedIn, type Visitor } from './testing/browser.ts'

let someone: Visitor

afterEach(async () => {
  expect(someone.problems).toEqual([])
  await someone.leave()
})
afterAll(closeBrowser)

type Page = Visitor['page']

const toCourse = async (page: Page, tab?: string): Promise<void> => {
  await page.getByRole('link', { name: 'Demo Band' }).click()
  await page.getByRole('heading', { name: 'Demo Band', level: 1 }).waitFor()
  if (tab) await page.getByRole('link', { name: tab, exact: true }).click()
}

it('courses say what waits in them', async () => {
  someone = await signedIn('teacher')
  const { page } = someone
  await page.getByRole('heading', { name: 'Courses' }).waitFor()
  await page.getByRole('link', { name: /^\d+ to grade$/ }).waitFor()
  await holdsUp(page, 'courses')
})

it('a course is made in one form, filled from a list, assigned a piece and archived', async () => {
  someone = await signedIn('teacher')
  const { page } = someone
  await page.getByRole('link', { name: 'New course' }).click()
  await page.getByRole('heading', { name: 'New course' }).waitFor()
  await holdsUp(page, 'new-course')
  await page.getByRole('button', { name: 'Make the course' }).click()
  await page.getByText('Fill this in.').waitFor()
  await page.getByLabel('Name').fill('Sixth Grade Band')
  await page.getByRole('button', { name: 'Make the course' }).click()
  await page.getByText('Sixth Grade Band is made.').waitFor()

  await page.getByRole('button', { name: 'Add students' }).click()
  await page
    .getByRole('textbox', { name: 'The list' })
    .fill(
      'Olga Petrova,olga,long enough,6\nAva Flores,ava,another one,6\nNo Password,nopass,,6\nPaul Meyer,paul,long enough,7',
    )
  await holdsUp(page, 'add-students')
  await page.getByRole('button', { name: 'Check the list' }).click()
  await page.getByText('The username is taken: gets another one').waitFor()
  await page.getByRole('cell', { name: /Left out/ }).waitFor()
  await holdsUp(page, 'import-preview')
  await page.getByRole('button', { name: 'Import 3 students' }).click()
  await page.getByText('3 students are in the course now.').waitFor()
  await page.getByRole('rowheader', { name: 'Olga Petrova' }).waitFor()

  await page.getByRole('button', { name: 'Add students' }).click()
  await page.getByRole('tab', { name: 'One student' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Quinn Walker')
  await page.getByLabel('Username').fill('quinn')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText('Quinn Walker is in the course.').waitFor()
  await page.getByRole('listitem').filter({ hasText: 'quinn' }).waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await page.getByText('4 students').waitFor()

  // Three students have an instrument nowhere yet, one has it in the course.
  await page.getByRole('combobox', { name: 'Instrument of Olga Petrova' }).selectOption('Flute')
  await page.getByText('Olga Petrova plays Flute now.').waitFor()
  await page.getByRole('link', { name: 'Assignments', exact: true }).click()
  await page.getByText('Nothing assigned yet').waitFor()
  await page.getByRole('link', { name: 'Assign music' }).click()
  await page.getByRole('textbox', { name: 'Search the library' }).fill('ode')
  await page.getByText('1 piece').waitFor()
  await page.getByRole('button', { name: 'Look at the notes' }).click()
  await page.locator('.definition-scale').waitFor()
  await holdsUp(page, 'library')
  await page
    .getByRole('button', { name: /^Assign .*Ode to Joy$/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('6 activities for 4 students:').waitFor()
  await dialog.getByText('3 students have no instrument yet.').waitFor()
  await holdsUp(page, 'assign-preview')
  expect(await dialog.getByRole('button', { name: 'Assign', exact: true }).isDisabled()).toBe(true)
  for (const name of ['Ava Flores', 'Paul Meyer', 'Quinn Walker'])
    await dialog.getByRole('combobox', { name: `Instrument of ${name}` }).selectOption('Tuba')
  await dialog.getByRole('button', { name: 'Assign', exact: true }).click()
  await page.getByText('Ode to Joy is assigned.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await page.getByText('Taken back.').waitFor()
  await page.getByRole('link', { name: 'Back to the assignments' }).click()
  await page.getByText('Nothing assigned yet').waitFor()

  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.getByLabel('Name').fill('Seventh Grade Band')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Seventh Grade Band', level: 1 }).waitFor()
  await holdsUp(page, 'course-settings')
  await page.getByRole('button', { name: 'Archive', exact: true }).click()
  await page.getByText('This course is archived').waitFor()
  await page.getByRole('button', { name: 'Restore', exact: true }).click()
  await page.getByText('This course is archived').waitFor({ state: 'detached' })
})

it('assignments have deadlines, one by one and shifted together, and say why they stay', async () => {
  someone = await signedIn('teacher')
  const { page } = someone
  await toCourse(page)
  await page.getByRole('region', { name: 'Telephone groups' }).first().waitFor()
  const melody = page.getByLabel('Deadline: Play the melody', { exact: true }).first()
  await melody.fill('2027-03-01')
  await melody.blur()
  await page.getByText('The deadline is saved.').waitFor()
  await page.getByRole('button', { name: 'More for Hot Cross Buns' }).click()
  await page.getByText(/have handed in work for this piece|has handed in work for this piece/).waitFor()
  await page.getByRole('menuitem', { name: 'Shift all deadlines' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText('The deadlines are moved.').waitFor()
  expect(await melody.inputValue()).toBe('2027-03-08')
  await holdsUp(page, 'assignments')
})

it('the roster is searched, sorted, given instruments, and prints sign-in slips', async () => {
  someone = await signedIn('teacher')
  const { page } = someone
  await toCourse(page, 'Roster')
  const names = page.getByRole('rowheader')
  await page.getByRole('rowheader', { name: 'Ava Flores' }).waitFor()
  await expect.poll(() => names.count()).toBe(12)
  await holdsUp(page, 'roster')
  await page.getByRole('button', { name: 'Name', exact: true }).click()
  expect(await names.first().textContent()).toBe('Liam Byrne')
  await page.getByRole('textbox', { name: 'Search' }).fill('trumpet')
  await page.getByText('2 of 12 students').waitFor()
  await page.getByRole('combobox', { name: 'Instrument of Hugo Martin' }).selectOption('Bb Cornet')
  await page.getByText('Hugo Martin plays Bb Cornet now.').waitFor()
  await page.getByText('1 of 12 students').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('2 of 12 students').waitFor()

  await page.getByRole('textbox', { name: 'Search' }).fill('kaya')
  await page.getByRole('checkbox', { name: 'Select Kaya Demir' }).check()
  await page.getByRole('button', { name: 'New passwords and slips (1)' }).click()
  await page.getByRole('button', { name: 'Make new passwords' }).click()
  const slip = page.getByRole('dialog').getByRole('listitem')
  await slip.getByText('Kaya Demir').waitFor()
  const password = await slip.getByRole('definition').nth(1).textContent()
  await holdsUp(page, 'slips')
  const kaya = await page.evaluate(
    async (secret) =>
      (
        await fetch('/trpc/auth.signIn', {
          method: 'POST',
          credentials: 'omit',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ username: 'kaya', password: secret }),
        })
      ).status,
    password ?? '',
  )
  expect(kaya).toBe(200)
})

it('the gradebook shows everybody, by keyboard too, filters and exports', async () => {
  someone = await signedIn('teacher')
  const { page } = someone
  await toCourse(page, 'Gradebook')
  const grid = page.getByRole('grid')
  await grid.getByRole('rowheader', { name: 'Ava Flores' }).waitFor()
  await grid.getByRole('link', { name: /^Ava Flores, Look back: Graded, 3\.75/ }).waitFor()
  await grid.getByRole('link', { name: /^Hugo Martin, Make your own music: To grade/ }).waitFor()
  await holdsUp(page, 'gradebook')
  await grid.locator('[tabindex="0"]').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-place') === '1:1')

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as CSV' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('demo-band-gradebook.csv')
  await page.getByRole('combobox', { name: 'Instrument' }).selectOption('Flute')
  await grid.getByRole('rowheader', { name: 'Ben Okafor' }).waitFor({ state: 'detached' })
  await grid.getByRole('link', { name: /^Ava Flores, Look back/ }).click()
  await page.getByRole('heading', { name: 'Ava Flores', level: 2 }).waitFor()
})

it('grading goes by keys, saves itself, can be undone, and goes on to the next', async () => {
  someone = await signedIn('teacher')
  const { page } = someone
  await toCourse(page)
  await page.getByRole('link', { name: /^Grade \d+: Make your own music, Hot Cross Buns/ }).click()
  await page.getByRole('heading', { name: 'Hugo Martin', level: 2 }).waitFor()
  await page.getByText('Same rhythm as the tune').waitFor()
  await page.locator('.definition-scale').waitFor()
  await holdsUp(page, 'grading')
  await page.keyboard.press('4')
  await page.keyboard.press('3')
  await page.keyboard.press('+')
  await page.getByText('Saved.', { exact: true }).waitFor()
  const value = (criterion: string) => page.getByRole('slider', { name: criterion }).getAttribute('aria-valuetext')
  expect([await value('Rhythm'), await value('Tone'), await value('Expression')]).toEqual(['4', '3', '3'])
  await page.getByRole('button', { name: 'Undo' }).click()
  expect(await value('Expression')).toBe('not rated')
  await page.getByText('Saved.', { exact: true }).waitFor()
  await page.getByText('All graded').waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Hugo Martin', level: 2 }).waitFor()
  expect([await value('Rhythm'), await value('Tone'), await value('Expression')]).toEqual(['4', '3', 'not rated'])
})

it('a recording is heard as a wave, and a mark that is typed without a connection is saved when it is back', async () => {
  const student = await signedIn('chloe')
  await student.page.getByRole('link', { name: 'Start', exact: true }).click()
  await student.page.getByRole('button', { name: 'Set up the microphone' }).click()
  await student.page.getByRole('checkbox', { name: 'Count in' }).uncheck()
  await student.page.getByRole('button', { name: 'Record', exact: true }).click()
  await student.page.getByText('Recording 0:02').waitFor()
  await student.page.getByRole('button', { name: 'Stop recording' }).click()
  await student.page.getByRole('button', { name: /^Hand in: take of/ }).click()
  await student.page.getByText('Handed in. Your teacher has it.').waitFor()
  await student.leave()

  someone = await signedIn('teacher')
  const { page, context } = someone
  await toCourse(page)
  await page.getByRole('link', { name: /: Play the melody, Hot Cross Buns/ }).click()
  await page
    .getByRole('navigation', { name: 'Students' })
    .getByRole('button', { name: /Chloe Tran/ })
    .click()
  await page.getByRole('button', { name: 'Play the take' }).click()
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  await holdsUp(page, 'grading-recording')
  await page.getByRole('heading', { name: 'Chloe Tran', level: 2 }).click()
  await context.setOffline(true)
  await page.getByText('The connection is lost.').waitFor()
  await page.keyboard.press('5')
  await page.getByText('Saving …').waitFor()
  await context.setOffline(false)
  await page.getByText('Saved.', { exact: true }).waitFor()
  someone.problems.length = 0
})
