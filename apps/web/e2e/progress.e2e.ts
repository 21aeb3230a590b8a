/** The four steps of a study: a student at work, the connection away, another device, and the teacher who looks on. */
import { afterAll, afterEach, expect, it } from 'vitest'
import { closeBrowser, holdsUp, signedIn, type Visitor } from './testing/browser.ts'

const people: Visitor[] = []

const arrive = async (username: string): Promise<Visitor> => {
  const someone = await signedIn(username)
  people.push(someone)
  return someone
}

afterEach(async () => {
  for (const someone of people.splice(0)) {
    expect(someone.problems).toEqual([])
    await someone.leave()
  }
})
afterAll(closeBrowser)

/** Three people and many pages: longer than what other flows need. */
const patience = { timeout: 150_000 }

type Page = Visitor['page']

const study = 'Study the melody in steps'

const toStudy = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: new RegExp(study) }).click()
  await page.getByRole('heading', { name: study, level: 1 }).waitFor()
}

const heading = (page: Page, number: number) =>
  page.getByRole('heading', { name: new RegExp(`^Step ${number}:`), level: 1 })

/** Listens for a moment, from wherever the player stands. */
const listen = async (page: Page): Promise<void> => {
  const listening = page.getByRole('region', { name: 'The melody' })
  await listening.locator('.definition-scale').waitFor()
  await listening.getByRole('button', { name: /^Play$|^Go on from bar/ }).click()
  await listening.locator('[data-playing]').first().waitFor()
  await listening.getByRole('button', { name: 'Stop' }).click()
}

const answer = (page: Page, question: string, words: string): Promise<void> =>
  page.getByRole('textbox', { name: question }).fill(words)

const finish = async (page: Page, number: number): Promise<void> => {
  const name = number === 4 ? 'Finish the last step' : `Finish step ${number}`
  await page.getByRole('button', { name }).click()
}

const answerFirst = async (page: Page): Promise<void> => {
  await answer(page, 'What did you notice first?', 'It comes down three steps.')
  await page.getByRole('radio', { name: 'I think so' }).check()
  await answer(page, 'Which bit comes back', 'The first bar, three times.')
}

/** What the server has of the own steps, events in their order. */
const onServer = (page: Page, courseAssignmentId: number) =>
  page.evaluate(async (id) => {
    const answer = await fetch('/trpc/progress.open', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ course: 'demo-band', courseAssignmentId: id }),
    })
    const { result } = (await answer.json()) as {
      result: {
        data: {
          currentStep: number
          finishedAt: string | null
          participantEmail: string | null
          questionResponses: Record<string, string>
          events: { step: number; operation: string; at: string; data: object }[]
        }
      }
    }
    return result.data
  }, courseAssignmentId)

const assignmentOf = (page: Page): number => Number(/\/music\/demo-band\/(\d+)/.exec(page.url())?.[1])

it('goes through four steps, over a reload, and reads them again', patience, async () => {
  const { page } = await arrive('iris')
  await toStudy(page)
  await page.getByRole('link', { name: 'Begin with step 1' }).waitFor()
  await holdsUp(page, 'study')
  await page.getByRole('link', { name: 'Begin with step 1' }).click()
  await heading(page, 1).waitFor()
  await page.getByText('Listen to the melody in this step.').waitFor()
  expect(await page.getByRole('button', { name: 'Finish step 1' }).isDisabled()).toBe(true)
  await page.getByText('What you write is saved as you go.').waitFor()
  await answerFirst(page)
  await page.getByText('Saved', { exact: true }).waitFor()
  await listen(page)
  await page.getByText('Listen to the melody in this step.').waitFor({ state: 'detached' })
  await holdsUp(page, 'step')

  const id = assignmentOf(page)
  await page.goto(`/music/demo-band/${id}/steps/3`)
  await page.getByText('This step is not open yet').waitFor()
  await holdsUp(page, 'step-closed')
  await page.getByRole('link', { name: 'Go on with step 1', exact: true }).click()
  await heading(page, 1).waitFor()
  await page.reload()
  await heading(page, 1).waitFor()
  expect(await page.getByRole('textbox', { name: 'What did you notice first?' }).inputValue()).toBe(
    'It comes down three steps.',
  )
  expect(await page.getByRole('radio', { name: 'I think so' }).isChecked()).toBe(true)
  await finish(page, 1)

  await heading(page, 2).waitFor()
  await answer(page, 'What do the signatures', 'Two flats, four beats.')
  await answer(page, 'Which bars look hardest', 'Bar 3: many short notes.')
  await listen(page)
  await finish(page, 2)

  await heading(page, 3).waitFor()
  await page.getByText('Set a tempo of your own in this step.').waitFor()
  await page.getByRole('slider', { name: /^Tempo:/ }).focus()
  for (const _ of [1, 2, 3]) await page.keyboard.press('ArrowLeft')
  await page.getByText('Set a tempo of your own in this step.').waitFor({ state: 'detached' })
  await listen(page)
  await answer(page, 'Which tempo did you begin with', '60, then 92.')
  await answer(page, 'What made the hard bars easier?', 'Clapping first.')
  await page.getByRole('radio', { name: 'Very' }).check()
  await page.reload()
  await page.getByRole('slider', { name: /^Tempo: 92 / }).waitFor()
  await finish(page, 3)

  await heading(page, 4).waitFor()
  await listen(page)
  await answer(page, 'What do you hear now', 'The bar before the end.')
  await answer(page, 'What will you practice next time', 'The same, faster.')
  await finish(page, 4)
  await page.getByText('All four steps are finished. Well done!').waitFor()
  await page.getByText('You have finished all four steps.').waitFor()
  await expect.poll(async () => (await onServer(page, id)).finishedAt).not.toBeNull()
  await page.locator('[data-status="finished"]').waitFor()
  expect(await page.getByRole('link', { name: /^Step \d: .*Finished$/ }).count()).toBe(4)
  await holdsUp(page, 'study-finished')

  await page.getByRole('link', { name: /^Step 2: Look/ }).click()
  await page.getByText('Bar 3: many short notes.').waitFor()
  expect(await page.getByRole('textbox').count()).toBe(0)
  await holdsUp(page, 'step-to-read')

  const { events, participantEmail, questionResponses } = await onServer(page, id)
  expect(participantEmail).toBeNull()
  expect(questionResponses['study.practice.feeling']).toBe('4')
  const inStep = (number: number) => events.filter(({ step }) => step === number).map(({ operation }) => operation)
  expect(inStep(1)[0]).toBe('step_opened')
  expect(inStep(1).filter((operation) => operation === 'step_submitted')).toHaveLength(1)
  expect(inStep(3)).toEqual(
    expect.arrayContaining(['tempo_changed', 'audio_played', 'audio_stopped', 'answer_changed']),
  )
  const times = events.map(({ at }) => Date.parse(at))
  expect(times.every((at, index) => index === 0 || at >= (times[index - 1] ?? 0) - 1000)).toBe(true)
  // Events tell what was done, and never what was written.
  expect(JSON.stringify(events)).not.toMatch(/three steps|many short|Clapping/)
})

it(
  'goes on while the connection is away, over a reload of the page, and nothing is lost or doubled',
  patience,
  async () => {
    const someone = await arrive('jamal')
    const { page, context } = someone
    await toStudy(page)
    await page.getByRole('link', { name: 'Begin with step 1' }).click()
    await heading(page, 1).waitFor()
    await page.getByRole('region', { name: 'The melody' }).locator('.definition-scale').waitFor()
    // Tone.js is fetched with the first play: while the connection is there.
    await listen(page)
    const id = assignmentOf(page)
    await expect.poll(async () => (await onServer(page, id)).events.length).toBeGreaterThan(2)

    await context.setOffline(true)
    await page.getByText('The connection is lost.').waitFor()
    await answerFirst(page)
    await page.getByText('Kept on this device. It is sent when the connection is back.').waitFor()
    await holdsUp(page, 'step-offline')
    await listen(page)
    await finish(page, 1)
    await heading(page, 2).waitFor()
    await answer(page, 'What do the signatures', 'Written without a connection.')
    await context.setOffline(false)
    await page.getByText('Saved', { exact: true }).waitFor()
    await expect.poll(async () => (await onServer(page, id)).currentStep).toBe(2)

    // An answer of the server that gets lost on its way back: the same is sent again.
    let lost = 0
    await page.route('**/trpc/progress.logEvents**', async (route) => {
      lost += 1
      if (lost > 1) return route.continue()
      await route.fetch()
      await route.abort()
    })
    await listen(page)
    await expect.poll(() => lost).toBeGreaterThan(1)
    await page.unroute('**/trpc/progress.logEvents**')
    await expect.poll(async () => (await onServer(page, id)).events.at(-1)?.operation).toBe('audio_stopped')
    const { events } = await onServer(page, id)
    const played = events.filter(({ step, operation }) => step === 2 && operation === 'audio_played')
    expect(played).toHaveLength(1)
    expect(events.filter(({ operation }) => operation === 'step_submitted')).toHaveLength(1)

    // Closed before anything was sent, and opened again.
    await context.setOffline(true)
    await answer(page, 'What do the signatures', 'Written just before the lid was closed.')
    await page.close()
    await context.setOffline(false)
    const again = await context.newPage()
    await again.goto('/music')
    await expect
      .poll(async () => (await onServer(again, id)).questionResponses['study.look.key'])
      .toBe('Written just before the lid was closed.')
    someone.problems.length = 0
  },
)

it('goes on at another device where it was left, and the teacher sees how far everybody is', patience, async () => {
  const first = await arrive('finn')
  await toStudy(first.page)
  await first.page.getByRole('link', { name: 'Begin with step 1' }).click()
  await heading(first.page, 1).waitFor()
  await answerFirst(first.page)
  await listen(first.page)
  await finish(first.page, 1)
  await heading(first.page, 2).waitFor()
  await answer(first.page, 'What do the signatures', 'Begun at school.')
  await first.page.getByText('Saved', { exact: true }).waitFor()

  const second = await arrive('finn')
  await second.page.getByRole('link', { name: new RegExp(`${study}.*1 of 4 steps`) }).click()
  await second.page.getByRole('link', { name: 'Go on with step 2', exact: true }).click()
  await heading(second.page, 2).waitFor()
  expect(await second.page.getByRole('textbox', { name: 'What do the signatures' }).inputValue()).toBe(
    'Begun at school.',
  )

  const teacher = await arrive('teacher')
  const { page } = teacher
  await page.getByRole('link', { name: 'Demo Band' }).click()
  await page.getByRole('link', { name: 'Gradebook', exact: true }).click()
  const cell = page.getByRole('link', { name: new RegExp(`^Finn Larsen, ${study}: Missing, 1 of 4 steps`) })
  await cell.click()
  await page.getByRole('heading', { name: study, level: 1 }).waitFor()
  await page.getByRole('row', { name: /Finn Larsen At step 2: Look/ }).waitFor()
  await page.getByRole('row', { name: /Grace Adeyemi Not begun/ }).waitFor()
  await holdsUp(page, 'progress-of-a-study')
  await page.getByRole('button', { name: 'Answers of Finn Larsen' }).click()
  await page.getByRole('dialog').getByText('Begun at school.').waitFor()
  await page.getByRole('dialog').getByText('I think so').waitFor()
  await holdsUp(page, 'progress-answers')
})
