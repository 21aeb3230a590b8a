/** A student records, listens, hands in, and loses the connection on the way. */
import { afterAll, afterEach, expect, it } from 'vitest'
import { closeBrowser, holdsUp, signedIn, type Visitor } from './testing/browser.ts'

let someone: Visitor

afterEach(() => someone.leave())
afterAll(closeBrowser)

type Page = Visitor['page']

const toMelody = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Start', exact: true }).click()
  await page.getByRole('heading', { name: 'Play the melody', level: 1 }).waitFor()
}

/** Records for a moment. */
const record = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Record', exact: true }).click()
  await page.getByText('Recording 0:01').waitFor()
  await page.getByRole('button', { name: 'Stop recording' }).click()
}

/** Whether a text was there, be it for a moment that somebody who looks now and then misses. */
const showsFor = async (page: Page, text: string): Promise<() => Promise<boolean>> => {
  const seen = await page.evaluateHandle((wanted) => {
    const noted = { was: false }
    new MutationObserver(() => {
      noted.was ||= document.body.textContent.includes(wanted)
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
    return noted
  }, text)
  return () => seen.evaluate(({ was }) => was)
}

const takes = (page: Page) => page.getByRole('region', { name: 'Your takes on this device' }).getByRole('listitem')

/** Records a first take, which has to begin with a count-in. */
const recordCountedIn = async (page: Page): Promise<void> => {
  const countedIn = await showsFor(page, 'Get ready …')
  await record(page)
  expect(await countedIn()).toBe(true)
  await takes(page).first().waitFor()
}

it('counts in on a laptop too on which the notation comes late', async () => {
  someone = await signedIn('ava')
  const { page, context } = someone
  const { promise: late, resolve: come } = Promise.withResolvers<void>()
  await context.route('**/engraver.worker-*.js', async (route) => {
    await late
    await route.continue()
  })
  await toMelody(page)
  await page.getByRole('button', { name: 'Set up the microphone' }).click()
  await page.getByRole('combobox', { name: 'Microphone' }).waitFor()
  expect(await page.getByRole('button', { name: 'Record', exact: true }).isDisabled()).toBe(true)
  come()
  await recordCountedIn(page)
})

it('records with a count-in, keeps takes over a reload, and hands one in with a receipt', async () => {
  someone = await signedIn('ava')
  const { page } = someone
  await toMelody(page)
  await page.getByRole('button', { name: 'Set up the microphone' }).click()
  await page.getByRole('combobox', { name: 'Microphone' }).waitFor()
  // The microphone of the test beeps, loudly.
  await page.getByText(/^Good$|^Too loud/).waitFor()
  await recordCountedIn(page)
  await expect.poll(() => takes(page).count()).toBe(1)
  await page.getByRole('checkbox', { name: 'Count in' }).uncheck()
  await record(page)
  await takes(page).nth(1).waitFor()
  await holdsUp(page, 'recording')

  await page.reload()
  await takes(page).nth(1).waitFor()
  await page
    .getByRole('button', { name: /^Delete the take/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Taken back.').waitFor()
  await takes(page).nth(1).waitFor()

  await page
    .getByRole('button', { name: /^Hand in: take of/ })
    .first()
    .click()
  const receipt = page.getByText('Handed in. Your teacher has it.')
  await receipt.waitFor()
  await page.getByText(/^Take 1, .* kB\. Receipt no\. \d+$/).waitFor()
  await page.getByRole('article', { name: 'Take 1' }).waitFor()
  const recording = page.getByLabel('Recording, take 1')
  await recording.evaluate((audio: HTMLAudioElement) => audio.play())
  await holdsUp(page, 'receipt')

  await page.reload()
  await takes(page).first().waitFor()
  await page.getByRole('article', { name: 'Take 1' }).waitFor()
  await expect.poll(() => takes(page).count()).toBe(1)
  expect(someone.problems).toEqual([])
})

it('goes on after a lost connection, also in another visit, and hands in once', async () => {
  someone = await signedIn('finn')
  const { page, context } = someone
  await toMelody(page)
  const activity = page.url()
  await page.getByRole('button', { name: 'Set up the microphone' }).click()
  await page.getByRole('checkbox', { name: 'Count in' }).uncheck()
  await record(page)

  // The upload begins; then nothing gets through any more.
  let begun = 0
  await context.route('**/uploads/*', (route) => {
    begun += 1
    return route.abort('connectionfailed')
  })
  await context.route('**/healthz', (route) => route.abort('connectionfailed'))
  await page.getByRole('button', { name: /^Hand in: take of/ }).click()
  await page.getByText('Waiting for the connection.').waitFor()
  expect(begun).toBeGreaterThan(0)
  await holdsUp(page, 'upload-waiting')
  await page.close()

  await context.unrouteAll()
  const later = await context.newPage()
  // On a slow line it may be through before the page is there, which then begins with an answer that is older.
  let isHeld = false
  await later.route('**/trpc/**assignments.get*', async (route) => {
    if (isHeld) return route.continue()
    isHeld = true
    const response = await route.fetch()
    await later.waitForTimeout(3000)
    await route.fulfill({ response })
  })
  await later.goto(activity)
  await later.getByRole('article', { name: 'Take 1' }).waitFor({ timeout: 30_000 })
  await expect.poll(() => later.getByRole('article').count()).toBe(1)
})

it('an answer that is lost on its way back is not handed in twice', async () => {
  someone = await signedIn('iris')
  const { page, context } = someone
  await toMelody(page)
  await page.getByRole('button', { name: 'Set up the microphone' }).click()
  await page.getByRole('checkbox', { name: 'Count in' }).uncheck()
  await record(page)
  let lost = 0
  await context.route('**/uploads/*', async (route) => {
    if (route.request().method() !== 'PATCH' || lost > 0) return route.continue()
    lost += 1
    await route.fetch()
    return route.abort('connectionfailed')
  })
  await page.getByRole('button', { name: /^Hand in: take of/ }).click()
  await page.getByText('Handed in. Your teacher has it.').waitFor({ timeout: 30_000 })
  expect(lost).toBe(1)
  await page.getByRole('article', { name: 'Take 1' }).waitFor()
  await expect.poll(() => page.getByRole('article').count()).toBe(1)
})

it('says what to do where the microphone is not allowed', async () => {
  someone = await signedIn('jamal')
  const { page } = someone
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  })
  await page.reload()
  await toMelody(page)
  await page.getByRole('button', { name: 'Set up the microphone' }).click()
  await page.getByRole('alert').getByText('Allow it in the address bar').waitFor()
  await page.getByRole('button', { name: 'Try again' }).waitFor()
  expect(someone.problems).toEqual([])
})
