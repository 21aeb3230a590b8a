/** What a teacher moved or took away, and takes back: places in telephone groups, and what is removed. */
import { afterAll, afterEach, expect, it, onTestFinished } from 'vitest'
import { clientOf } from './testing/api.ts'
import { closeBrowser, holdsUp, signedIn, type Visitor } from './testing/browser.ts'

let someone: Visitor

afterEach(async () => {
  expect(someone.problems).toEqual([])
  await someone.leave()
})
afterAll(closeBrowser)

type Page = Visitor['page']

/** Calls a procedure as whoever sits in front of the page. */
const call = <T>(page: Page, path: string, input: object, method: 'GET' | 'POST' = 'POST'): Promise<T> =>
  page.evaluate(
    async ({ path, input, method }) => {
      const json = JSON.stringify(input)
      const answer =
        method === 'GET'
          ? await fetch(`/trpc/${path}?input=${encodeURIComponent(json)}`)
          : await fetch(`/trpc/${path}`, { method, body: json, headers: { 'content-type': 'application/json' } })
      const { result, error } = await answer.json()
      if (error) throw new Error(`${path}: ${JSON.stringify(error)}`)
      return result.data
    },
    { path, input, method },
  )

type Roster = { id: number; role: string }[]
type Plans = { id: number; type: string | null; piece: { name: string } }[]

/** A course of its own with these students, who play the first instrument there is. @returns its slug */
const courseWith = async (page: Page, name: string, students: string[]): Promise<string> => {
  const dates = { startDate: '2026-08-20', endDate: '2027-06-18' }
  const { slug } = await call<{ slug: string }>(page, 'courses.create', { name, ...dates })
  const lines = students.map((student) => `${student},${student.toLowerCase().replace(' ', '.')},long enough,6`)
  await call(page, 'roster.import', { course: slug, file: Buffer.from(lines.join('\n')).toString('base64') })
  const [instrument] = await call<{ id: number }[]>(page, 'instruments.list', {}, 'GET')
  for (const { id, role } of await call<Roster>(page, 'roster.list', { course: slug }, 'GET'))
    if (role === 'STUDENT') await call(page, 'enrollments.changeInstrument', { id, instrumentId: instrument?.id })
  return slug
}

/** Assigns the first plan of this kind that there is. @returns the name of its piece */
const assignFirst = async (page: Page, course: string, type: 'TELEPHONE_FIXED' | null): Promise<string> => {
  const plans = await call<Plans>(page, 'plans.ofCourse', { course }, 'GET')
  const plan = plans.find((one) => one.type === type)
  await call(page, 'assignments.assignPlan', { course, planId: plan?.id })
  return plan?.piece.name ?? ''
}

/** Waits for a notification, and takes back what it says. */
const takeBack = async (page: Page, message: string): Promise<void> => {
  await page.getByRole('status').filter({ hasText: message }).getByRole('button', { name: 'Undo' }).click()
  // There may still be one of before.
  await page.getByText('Taken back.').last().waitFor()
}

/** What has the focus, as it reads. */
const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.textContent)

const names = ['Rosa Reed', 'Sam Reed', 'Tia Reed', 'Uri Reed', 'Vera Reed', 'Will Reed']

it('members of telephone groups trade places, dragged or chosen by keyboard, and back', async () => {
  someone = await signedIn('teacher')
  const { page } = someone
  const course = await courseWith(page, 'Swap Band', names)
  await assignFirst(page, course, 'TELEPHONE_FIXED')
  await page.goto(`/courses/${course}`)
  const groups = page.getByRole('region', { name: 'Telephone groups' })
  const places = groups.getByRole('listitem').getByRole('listitem')
  await expect.poll(() => places.count()).toBe(6)
  const students = async (): Promise<string[]> =>
    (await places.locator('> span:first-child').allTextContents()).map((text) =>
      text.slice(0, text.indexOf('Reed') + 4),
    )
  const before = await students()
  expect(before.toSorted()).toEqual(names)

  await places.nth(0).dragTo(places.nth(4))
  const [first, second, third, fourth, fifth, sixth] = before as [string, string, string, string, string, string]
  await expect.poll(students).toEqual([fifth, second, third, fourth, first, sixth])
  await takeBack(page, `${first} and ${fifth} have traded places.`)
  await expect.poll(students).toEqual(before)
  await holdsUp(page, 'groups')

  await page.getByRole('button', { name: `Swap ${second} with …` }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: `Swap ${second}` })
  await dialog.getByRole('button', { name: 'Trade places' }).waitFor()
  await holdsUp(page, 'swap-dialog')
  const choice = dialog.getByRole('combobox', { name: 'Swap with' })
  await choice.focus()
  await page.keyboard.type(sixth)
  await expect.poll(() => choice.locator('option:checked').textContent()).toContain(sixth)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText(`${second} and ${sixth} have traded places.`).waitFor()
  await expect.poll(students).toEqual([first, sixth, third, fourth, fifth, second])
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: `Swap ${sixth} with …` }).waitFor()
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
    .toBe(`Swap ${sixth} with …`)
})

it('a piece that was unassigned is back with its deadline and groups, from the notification', async () => {
  someone = await signedIn('teacher')
  const { page } = someone
  const course = await courseWith(page, 'Undo Band', ['Xia Lund', 'Yan Lund', 'Zoe Lund'])
  const piece = await assignFirst(page, course, 'TELEPHONE_FIXED')
  await page.goto(`/courses/${course}`)
  const deadline = page.getByLabel(/^Deadline: /).first()
  await deadline.fill('2027-03-01')
  await deadline.blur()
  await page.getByText('The deadline is saved.').waitFor()
  const groups = page.getByRole('region', { name: 'Telephone groups' })
  const members = await groups.getByRole('listitem').getByRole('listitem').allTextContents()
  expect(members).toHaveLength(3)

  await page.getByRole('button', { name: `More for ${piece}` }).click()
  await page.getByRole('menuitem', { name: 'Unassign' }).click()
  await page.getByText('Nothing assigned yet').waitFor()
  await takeBack(page, `${piece} is no longer assigned.`)
  await page.getByRole('heading', { name: piece, level: 2 }).waitFor()
  await expect.poll(() => deadline.inputValue()).toBe('2027-03-01')
  await expect.poll(() => groups.getByRole('listitem').getByRole('listitem').allTextContents()).toEqual(members)
})

it('what was removed from a course stands in its settings, and comes back or says why not', async () => {
  someone = await signedIn('teacher')
  const { page } = someone
  const course = await courseWith(page, 'Removed Band', ['Abe Moss', 'Bea Moss', 'Cal Moss'])
  const piece = await assignFirst(page, course, null)
  await page.goto(`/courses/${course}/settings`)
  await page.getByRole('link', { name: 'See what was removed' }).click()
  await page.getByText('Nothing removed').waitFor()
  await holdsUp(page, 'removed-nothing')

  await page.getByRole('link', { name: 'Roster', exact: true }).click()
  await page.getByRole('button', { name: 'Remove Bea Moss from the course' }).click()
  await takeBack(page, 'Bea Moss is no longer in this course.')
  await page.getByRole('rowheader', { name: 'Bea Moss' }).waitFor()
  await page.getByRole('button', { name: 'Remove Cal Moss from the course' }).click()
  await page.getByText('Cal Moss is no longer in this course.').waitFor()
  await page.getByRole('link', { name: 'Assignments', exact: true }).click()
  await page.getByRole('button', { name: `More for ${piece}` }).click()
  await page.getByRole('menuitem', { name: 'Unassign' }).click()
  await page.getByText('Nothing assigned yet').waitFor()

  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.getByRole('link', { name: 'See what was removed' }).click()
  const rows = page.getByRole('region', { name: 'Removed' }).getByRole('listitem')
  await rows.filter({ hasText: piece }).waitFor()
  await expect.poll(() => rows.count()).toBe(2)
  await holdsUp(page, 'removed')
  await page.getByRole('button', { name: 'Restore: Cal Moss' }).click()
  await page.getByText('Cal Moss is back.').waitFor()
  await expect.poll(() => rows.count()).toBe(1)
  await expect.poll(() => focused(page)).toBe('Removed')
  await assignFirst(page, course, null)
  await page.getByRole('button', { name: `Restore: ${piece}` }).click()
  await rows
    .getByRole('alert')
    .filter({ hasText: `${piece} is assigned again, and stays as it is now.` })
    .waitFor()
  await page.getByRole('link', { name: 'Roster', exact: true }).click()
  await page.getByRole('rowheader', { name: 'Cal Moss' }).waitFor()

  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.getByRole('button', { name: 'Archive', exact: true }).click()
  await page.getByText('This course is archived').waitFor()
  await page.getByRole('link', { name: 'See what was removed' }).click()
  await page.getByRole('button', { name: 'Restore: Removed Band' }).waitFor()
  expect(await page.getByRole('button', { name: `Restore: ${piece}` }).isDisabled()).toBe(true)
  await rows.filter({ hasText: piece }).getByText('restore the course first').waitFor()
  await page.getByRole('button', { name: 'Restore: Removed Band' }).click()
  await page.getByText('This course is archived').waitFor({ state: 'detached' })
  await expect.poll(() => page.getByRole('button', { name: `Restore: ${piece}` }).isDisabled()).toBe(false)
})

type Pieces = { assignments: { id: number; activity: { type: string } }[] }[]

/** The page where the first activity of a course is graded, which its student handed in. @returns its address */
const toGrade = async (page: Page, course: string, student: string): Promise<string> => {
  await assignFirst(page, course, null)
  const [piece] = await call<Pieces>(page, 'assignments.ofCourse', { course }, 'GET')
  const courseAssignmentId = piece?.assignments[0]?.id as number
  const own = await clientOf(student, 'long enough')
  await own.submissions.create.mutate({ course, courseAssignmentId, content: 'I played it slowly.' })
  return `/courses/${course}/grade/${courseAssignmentId}`
}

/** Two people and many pages: longer than what other flows need. */
it('a grade is taken back and given again, in front of everybody who has the work open', async () => {
  someone = await signedIn('teacher')
  const { page } = someone
  const course = await courseWith(page, 'Grade Band', ['Ada Quist'])
  const grading = await toGrade(page, course, 'ada.quist')
  const other = await signedIn('teacher')
  onTestFinished(() => other.leave())
  const pages = [page, other.page]
  const mark = (where: Page) => where.getByRole('button', { name: 'Rhythm: 4, Strong' })
  const takeBackButton = page.getByRole('button', { name: 'Take this grade back' })
  /** Whether the grade stands, on every page. */
  const stands = async (isGiven: boolean): Promise<void> => {
    for (const where of pages) {
      await expect.poll(() => mark(where).getAttribute('aria-pressed')).toBe(String(isGiven))
      await where.getByText(isGiven ? 'All graded' : '1 to grade').waitFor()
    }
    await expect.poll(() => takeBackButton.count()).toBe(isGiven ? 1 : 0)
  }
  for (const where of pages) {
    await where.goto(grading)
    await where.getByRole('heading', { name: 'Ada Quist', level: 2 }).waitFor()
  }
  await stands(false)
  await mark(page).click()
  await stands(true)
  await holdsUp(page, 'grading-take-back')

  await expect.poll(() => takeBackButton.isEnabled()).toBe(true)
  await takeBackButton.focus()
  await page.keyboard.press('Enter')
  await takeBack(page, 'The grade of Ada Quist is taken back.')
  await stands(true)

  await takeBackButton.click()
  await stands(false)
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('FIELDSET')
  await page.goto(`/courses/${course}/settings/removed`)
  const row = page.getByRole('listitem').filter({ hasText: 'Ada Quist' })
  await row.getByText('Grade, deleted').waitFor()
  await row.getByRole('button', { name: /^Restore: Ada Quist/ }).click()
  await page.getByText(/^Ada Quist .* is back\.$/).waitFor()
  await page.getByText('Nothing removed').waitFor()
  await expect.poll(() => focused(page)).toBe('Removed')
  await page.goto(grading)
  await stands(true)
  expect(other.problems).toEqual([])
}, 120_000)

it('a piece is deleted with a way back, and stays where courses have it', async () => {
  someone = await signedIn('admin')
  const { page } = someone
  const name = 'Here Today'
  const piece = await call<{ id: number }>(page, 'music.createPiece', { name, ensembleType: 'Band', parts: [] })
  await page.goto(`/library/pieces/${piece.id}`)
  const remove = page.getByRole('button', { name: 'Delete the piece' })
  await remove.waitFor()
  await holdsUp(page, 'library-piece-delete')
  // Edits of what goes are not asked about.
  await page.getByLabel('Composer').fill('Nobody')
  await remove.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Library', level: 1 }).waitFor()
  const link = page.getByRole('link', { name, exact: true })
  await expect.poll(() => link.count()).toBe(0)
  await takeBack(page, `${name} is deleted.`)
  await link.click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()

  const course = await courseWith(page, 'Keeping Band', ['Ole Quist'])
  const [activity] = await call<{ id: number }[]>(page, 'plans.activities', {}, 'GET')
  const activityIds = [activity?.id]
  const plan = await call<{ id: number }>(page, 'plans.createPlan', { name: 'Kept', pieceId: piece.id, activityIds })
  await call(page, 'plans.createCurriculum', { course, name: 'Year', planIds: [plan.id] })
  await remove.click()
  await page.getByRole('alert').getByText('it belongs to the work of Keeping Band').waitFor()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  await call(page, 'assignments.assignPiece', { course, pieceId: piece.id })
  await page.reload()
  await page.getByText('It cannot be deleted: 1 course has it assigned').waitFor()
  expect(await remove.isDisabled()).toBe(true)
  await call(page, 'courses.archive', { course, archived: true })
})

it('a configuration is deleted with a way back', async () => {
  someone = await signedIn('admin')
  const { page } = someone
  const name = 'Cold horn'
  await call(page, 'configs.create', { name, settings: { attack: 0.5 }, forSite: true })
  await page.goto('/configurations')
  const card = page.getByRole('article', { name })
  const remove = async (): Promise<void> => {
    await page.getByRole('button', { name: `Delete ${name}` }).click()
    await page.getByRole('button', { name: 'Delete it' }).click()
    await card.waitFor({ state: 'detached' })
  }
  await remove()
  await takeBack(page, `${name} is deleted.`)
  await card.getByText('attack').waitFor()
  // Other flows begin without one.
  await remove()
})

it('administrators see what was removed anywhere, restore it, and read why something cannot be', async () => {
  someone = await signedIn('admin')
  const { page } = someone
  const name = 'Gone Tomorrow'
  const make = () => call<{ id: number }>(page, 'music.createPiece', { name, ensembleType: 'Band', parts: [] })
  await call(page, 'music.deletePiece', { id: (await make()).id })
  const config = await call<{ id: number }>(page, 'configs.create', { name: 'Thin oboe', settings: {}, forSite: true })
  await call(page, 'configs.delete', { id: config.id })
  const course = await courseWith(page, 'Emptied Band', ['Una Quist'])
  const roster = await call<Roster>(page, 'roster.list', { course }, 'GET')
  await call(page, 'enrollments.remove', { id: roster.find(({ role }) => role === 'STUDENT')?.id })
  await call(page, 'courses.archive', { course, archived: true })

  await page.getByRole('link', { name: 'Removed', exact: true }).click()
  await page.getByRole('heading', { name: 'Removed', level: 1 }).waitFor()
  const rows = page.getByRole('region', { name: 'The last 30 days' }).getByRole('listitem')
  const row = (title: string) => rows.filter({ hasText: title })
  const restore = (title: string) => page.getByRole('button', { name: `Restore: ${title}` })
  await row(name).getByText('Piece of the library, deleted').waitFor()
  await row(name)
    .getByText(/, by Alex Admin\. Can be restored until /)
    .waitFor()
  await row('Thin oboe').getByText('Instrument configuration, deleted').waitFor()
  await row('Una Quist').getByText('In Emptied Band').waitFor()
  await row('Una Quist').getByText('Its course is archived').waitFor()
  expect(await restore('Una Quist').isDisabled()).toBe(true)

  const { id: another } = await make()
  await restore(name).click()
  await row(name).getByRole('alert').getByText(`Another piece has the address of ${name} by now.`).waitFor()
  await holdsUp(page, 'removed-everywhere')
  for (const width of [800, 1024]) {
    await page.setViewportSize({ width, height: 800 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth), 'all of the navigation').toBe(width)
  }
  await call(page, 'music.deletePiece', { id: another })
  for (const title of [name, 'Thin oboe', 'Emptied Band', 'Una Quist']) {
    await expect.poll(() => restore(title).last().isEnabled()).toBe(true)
    // Of two pieces of one name the one that went first.
    await restore(title).last().focus()
    await page.keyboard.press('Enter')
    await page.getByText(`${title} is back.`).waitFor()
    await expect.poll(() => focused(page)).toBe('The last 30 days')
  }
  const enrollments = await call<Roster>(page, 'roster.list', { course }, 'GET')
  expect(enrollments.filter(({ role }) => role === 'STUDENT')).toHaveLength(1)

  // Other flows begin without one.
  await call(page, 'configs.delete', { id: config.id })

  await page.goto('/audit?person=admin&action=removals.restore')
  await page.getByRole('row', { name: /Alex Admin removals\.restore .*Una Quist.* Emptied Band/ }).waitFor()
  await page.getByRole('row', { name: /Alex Admin removals\.restore .*Gone Tomorrow/ }).waitFor()
  await page.goto('/audit?person=admin&action=music.deletePiece')
  await page
    .getByRole('row', { name: /Alex Admin music\.deletePiece .*gone-tomorrow/ })
    .first()
    .waitFor()
})

it('what was removed everywhere is nothing for teachers', async () => {
  someone = await signedIn('teacher')
  const { page } = someone
  await page.getByRole('heading', { name: 'Courses' }).waitFor()
  expect(await page.getByRole('link', { name: 'Removed', exact: true }).count()).toBe(0)
  await page.goto('/removed')
  await page.getByRole('heading', { name: 'Courses' }).waitFor()
})
