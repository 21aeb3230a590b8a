/** A teacher who has the grading open sees what is handed in, without doing anything. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { closeBrowser, holdsUp, signedIn, type Visitor, visitor } from './testing/browser.ts'

type Page = Visitor['page']

const password = 'long enough'
const students = { ines: 'Ines Duarte', jonas: 'Jonas Weber', kofi: 'Kofi Mensah', lars: 'Lars Holm' }

let course: string
let here: Visitor[]

/** Calls a procedure as whoever is signed in on the page. */
const call = async <T>(page: Page, kind: 'get' | 'post', path: string, input: object): Promise<T> => {
  const answer =
    kind === 'get'
      ? await page.request.get(`/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`)
      : await page.request.post(`/trpc/${path}`, { data: input })
  expect(answer.ok(), await answer.text()).toBe(true)
  return (await answer.json()).result.data
}

/** A course of their own with four flutes and one piece. */
beforeAll(async () => {
  const teacher = await signedIn('teacher')
  const { page } = teacher
  const dates = { startDate: '2026-08-20', endDate: '2027-06-18' }
  course = (await call<{ slug: string }>(page, 'post', 'courses.create', { name: 'Live Band', ...dates })).slug
  const lines = Object.entries(students).map(([username, name]) => `${name},${username},${password},8`)
  await call(page, 'post', 'roster.import', { course, file: Buffer.from(lines.join('\n')).toString('base64') })
  const instruments = await page.request.get('/trpc/instruments.list')
  const flute = (await instruments.json()).result.data.find(({ name }: { name: string }) => name === 'Flute')
  const roster = await call<{ id: number; role: string }[]>(page, 'get', 'roster.list', { course })
  for (const { id, role } of roster)
    if (role === 'STUDENT') await call(page, 'post', 'enrollments.changeInstrument', { id, instrumentId: flute.id })
  const [piece] = await call<{ id: number }[]>(page, 'get', 'music.pieces', { search: 'hot cross' })
  await call(page, 'post', 'assignments.assignPiece', { course, pieceId: piece?.id })
  await teacher.leave()
})
beforeEach(() => {
  here = []
})
afterEach(async () => {
  for (const { problems, leave } of here) {
    expect(problems).toEqual([])
    await leave()
  }
})
afterAll(closeBrowser)

/** The grading of the reflections, as the teacher opens it. */
const grading = async (before: (page: Page) => Promise<unknown> = async () => {}): Promise<Visitor> => {
  const teacher = await signedIn('teacher')
  here.push(teacher)
  const { page } = teacher
  await before(page)
  const pieces = await call<{ assignments: { id: number; activity: { type: string } }[] }[]>(
    page,
    'get',
    'assignments.ofCourse',
    { course },
  )
  const reflection = pieces
    .flatMap(({ assignments }) => assignments)
    .find(({ activity }) => activity.type === 'Reflection')
  await page.goto(`/courses/${course}/grade/${reflection?.id}`)
  return teacher
}

const handIn = async (username: keyof typeof students, text: string): Promise<void> => {
  const student = await visitor()
  here.push(student)
  const { page } = student
  await page.goto('/sign-in')
  await page.getByLabel('Name or e-mail address').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page
    .getByRole('link', { name: /Look back/ })
    .first()
    .click()
  await page.getByRole('textbox', { name: 'Your text' }).fill(text)
  await page.getByRole('button', { name: 'Hand in' }).click()
  await page.getByText('Handed in. Your teacher can read it now.').waitFor()
}

const queueOf = (page: Page) => page.getByRole('navigation', { name: 'Students' }).getByRole('button')

it('the first work of a class appears, and the next beside it, without taking its place', async () => {
  const { page } = await grading()
  await page.getByText('Nothing to grade yet').waitFor()
  await handIn('ines', 'The end was too fast.')
  await page.getByRole('heading', { name: students.ines, level: 2 }).waitFor()
  await page.getByText('The end was too fast.').waitFor()
  await page
    .getByRole('status')
    .filter({ hasText: /^New work: Ines Duarte$/ })
    .waitFor()
  await page.getByText('1 to grade').waitFor()

  await handIn('jonas', 'I breathed too late.')
  await page
    .getByRole('status')
    .filter({ hasText: /^New work: Ines Duarte, Jonas Weber$/ })
    .waitFor()
  await expect.poll(() => queueOf(page).count()).toBe(2)
  await page.getByText('2 to grade').waitFor()
  await page.getByRole('heading', { name: students.ines, level: 2 }).waitFor()
  await holdsUp(page, 'grading-live')

  // Another take of whoever is looked at is told, and leaves what is graded where it is.
  await handIn('ines', 'Better than before.')
  await page.getByRole('combobox', { name: 'Takes' }).waitFor()
  await page.getByText('The end was too fast.').waitFor()

  await page.getByRole('button', { name: 'Next ungraded' }).click()
  await page.getByText('I breathed too late.').waitFor()
  await page.getByText(/^New work/).waitFor({ state: 'detached' })
})

it('what was handed in while the connection was lost is there when it is back', async () => {
  const teacher = await grading()
  const { page, context } = teacher
  await page.getByRole('heading', { level: 2 }).first().waitFor()
  await context.setOffline(true)
  await page.getByText('The connection is lost.').waitFor()
  await handIn('kofi', 'I played while you were away.')
  await context.setOffline(false)
  await page
    .getByRole('status')
    .filter({ hasText: /^New work: Kofi Mensah$/ })
    .waitFor()
  // What could not be fetched while there was no connection.
  teacher.problems.length = 0
})

it('where no stream can be had, the page looks by itself once a minute', async () => {
  const teacher = await grading(async (page) => {
    await page.clock.install()
    await page.route('**/trpc/submissions.watch**', (route) => route.abort())
  })
  const { page } = teacher
  await page.getByRole('heading', { level: 2 }).first().waitFor()
  await handIn('jonas', 'And once more.')
  await page.clock.fastForward(61_000)
  await page
    .getByRole('status')
    .filter({ hasText: /^New work: Jonas Weber$/ })
    .waitFor()
})

it('what waits in a course is counted as it comes', async () => {
  const teacher = await signedIn('teacher')
  here.push(teacher)
  const { page } = teacher
  await page.goto(`/courses/${course}`)
  const waiting = page.getByRole('link', { name: /^Grade \d+: Look back/ })
  await waiting.waitFor()
  const before = await waiting.getAttribute('aria-label')
  await handIn('lars', 'At last.')
  await expect.poll(() => waiting.getAttribute('aria-label')).not.toBe(before)
})
