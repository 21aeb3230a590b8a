/** What a researcher does: looks at figures of a course, narrows them, comes back to them by their address. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { clientOf } from './testing/api.ts'
import { closeBrowser, holdsUp, type Visitor, visitor } from './testing/browser.ts'

const password = 'long enough for figures'
const students = ['fig-ada', 'fig-bo', 'fig-cy', 'fig-dee', 'fig-eve', 'fig-flo']

let someone: Visitor
let course: string
let unused: string

/** A course of its own: six students hand in two works each, which they and their teacher rate; one stays alone with a third. */
beforeAll(async () => {
  const admin = await clientOf('admin')
  await admin.users.create.mutate({ username: 'fig-rita', name: 'Rita Rees', groups: ['RESEARCHER'], password })
  const dates = { startDate: '2026-01-12', endDate: '2026-12-05' }
  course = (await admin.courses.create.mutate({ name: 'Figured Band', ...dates })).slug
  unused = (await admin.courses.create.mutate({ name: 'Empty Band', ...dates })).slug
  const flute = (await admin.instruments.list.query()).find(({ name }) => name === 'Flute')
  for (const username of students) {
    await admin.users.create.mutate({ username, name: username, groups: ['STUDENT'], password })
    await admin.enrollments.enroll.mutate({ course, user: { username }, instrumentId: flute?.id ?? null })
  }
  const plans = await admin.plans.ofCourse.query({ course })
  const plan = plans.find(({ type, activities }) => type === null && activities.length > 2)
  if (!plan) throw new Error('There is no plan of three activities.')
  await admin.assignments.assignPlan.mutate({ course, planId: plan.id })
  for (const [nth, username] of students.entries()) {
    const student = await clientOf(username, password)
    const mine = (await student.assignments.mine.query({ course })).flatMap(({ assignments }) => assignments)
    for (const [activity, { id: courseAssignmentId }] of mine.slice(0, nth === 0 ? 3 : 2).entries()) {
      const work = await student.submissions.create.mutate({ course, courseAssignmentId, content: 'figured' })
      const marks = (up: number) => ({
        rhythm: 2 + ((nth + up) % 4) * 0.75,
        tone: 1 + ((nth + activity) % 5),
        expression: 3.25 + (up % 2),
      })
      await student.grades.gradeSelf.mutate({ course, submissionId: work.id, ...marks(activity) })
      await admin.grades.grade.mutate({ course, submissionId: work.id, ...marks(activity + 1) })
    }
  }
}, 120_000)

afterEach(() => someone.leave())
afterAll(closeBrowser)

const enter = async (): Promise<Visitor> => {
  const rita = await visitor()
  await rita.page.goto('/sign-in')
  await rita.page.getByLabel('Name or e-mail address').fill('fig-rita')
  await rita.page.getByLabel('Password', { exact: true }).fill(password)
  await rita.page.getByRole('button', { name: 'Sign in' }).click()
  await rita.page.waitForURL((url) => url.pathname !== '/sign-in')
  return rita
}

it('looks at the figures of one course, which stay there when the page is loaded again', async () => {
  someone = await enter()
  const { page } = someone
  await page.getByRole('link', { name: 'Figures' }).click()
  await page.getByRole('heading', { name: 'Figures', level: 1 }).waitFor()
  await page.getByRole('combobox', { name: 'Course' }).fill('figured')
  await page.getByRole('option', { name: 'Figured Band' }).click()
  await page.waitForURL((url) => url.searchParams.get('course') === course)
  await page.getByText('13 submissions, by the week').waitFor()
  await page.reload()
  await page.getByText('13 submissions, by the week').waitFor()
  await expect.poll(() => page.getByRole('combobox', { name: 'Course' }).inputValue()).toBe('Figured Band')

  const drawings = page.locator('figure [role=img] svg')
  await expect.poll(() => drawings.count()).toBe(7)
  await page.getByText('What teachers gave: 36 ratings').waitFor()
  // The third activity is one student's alone.
  await page.getByText(/Left out where fewer than 5 students were rated/).waitFor()
  expect(await page.getByText(/of 6 students; student less teacher/).count()).toBe(3)
  await holdsUp(page, 'figures')

  await page.getByText('Ratings by activity, as a table').click()
  await page
    .getByRole('row', { name: /Rhythm 6 6 \d\.\d\d/ })
    .first()
    .waitFor()
  await page.getByText('Teacher and self rating, as a table').click()
  await page.getByText('Submissions over time, as a table').click()
  await holdsUp(page, 'figures-tables')
  expect(await page.content()).not.toContain('fig-ada')
  expect(someone.problems).toEqual([])
})

it('counts by day, and takes the same filters along to the export', async () => {
  someone = await enter()
  const { page } = someone
  await page.goto(`/figures?course=${course}`)
  await page.getByText('By day', { exact: true }).click()
  await page.getByText('13 submissions, by the day').waitFor()
  await page.waitForURL((url) => url.searchParams.get('by') === 'day')
  await page.getByRole('link', { name: 'Export these rows' }).click()
  await page.getByRole('heading', { name: 'Research export', level: 1 }).waitFor()
  await expect.poll(() => page.getByRole('combobox', { name: 'Course' }).inputValue()).toBe('Figured Band')
  await page.getByRole('button', { name: 'Show the first rows' }).click()
  await page.getByRole('heading', { name: /^The first \d+ rows$/ }).waitFor()
  expect(someone.problems).toEqual([])
})

it('says where there is nothing to draw, and where there is no such course', async () => {
  someone = await enter()
  const { page } = someone
  await page.goto(`/figures?course=${unused}`)
  await page.getByText('Nothing to draw yet').waitFor()
  await holdsUp(page, 'figures-empty')
  await page.goto('/figures?course=nowhere')
  await page.getByText('There is no such course.').waitFor()
  await page.getByRole('combobox', { name: 'Course' }).click()
  await page.getByRole('option', { name: 'All courses' }).click()
  await page.getByRole('heading', { name: 'Submissions over time' }).waitFor()
  expect(someone.problems).toEqual([])
})
