/** A student at work. */
import { afterAll, afterEach, expect, it } from 'vitest'
import { closeBrowser, holdsUp, signedIn, type Visitor } from './testing/browser.ts'

let someone: Visitor

afterEach(async () => {
  expect(someone.problems).toEqual([])
  await someone.leave()
})
afterAll(closeBrowser)

it('my music shows what is next, and every piece with its activities in order', async () => {
  someone = await signedIn('ava')
  const { page } = someone
  await page.getByRole('heading', { name: 'My music' }).waitFor()
  await page.getByText('Next', { exact: true }).waitFor()
  const piece = page.getByRole('region', { name: 'Hot Cross Buns' })
  expect(await piece.getByRole('listitem').first().textContent()).toContain('Play the melody')
  await holdsUp(page, 'my-music')
})

it('my grades shows the marks of the teacher beside the own', async () => {
  someone = await signedIn('ava')
  const { page } = someone
  await page.getByRole('link', { name: 'My grades' }).click()
  const marks = page.getByRole('table', { name: 'Marks for Look back, Take 1' })
  await marks.waitFor()
  expect(await marks.getByRole('row').allInnerTexts()).toEqual([
    'Mark\tRhythm\tTone\tExpression',
    'Teacher\t3.25\t4\t4',
    'You\t3\t4\t3.5',
  ])
  await holdsUp(page, 'my-grades')
})

it('an activity shows what to do and the own part, transposed, and plays it', async () => {
  someone = await signedIn('grace')
  const { page } = someone
  await page.getByRole('link', { name: 'Start', exact: true }).click()
  await page.getByRole('heading', { name: 'Play the melody', level: 1 }).waitFor()
  await page.getByText('Practice slowly, two bars at a time.').waitFor()
  const sheet = page.getByRole('img', { name: 'Notation of Hot Cross Buns Melody for Bb Trumpet' })
  await sheet.locator('.definition-scale').waitFor()
  // Concert B flat is C for a trumpet: nothing in the key signature.
  expect(await sheet.locator('.keyAccid').count()).toBe(0)
  await expect.poll(() => sheet.locator('.note').count()).toBe(17)
  await page.getByRole('slider', { name: /^Tempo: 108/ }).focus()
  await page.keyboard.press('ArrowLeft')
  await page.getByText('Tempo: 103 beats a minute').waitFor()
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await sheet.locator('[data-playing]').first().waitFor()
  await page.getByRole('button', { name: 'Stop' }).click()
  await sheet.locator('[data-playing]').waitFor({ state: 'detached' })
  await holdsUp(page, 'activity')
})

it('the instrument of a piece is changed for oneself alone, and taken back', async () => {
  someone = await signedIn('hugo')
  const { page } = someone
  await page.getByRole('link', { name: 'Start', exact: true }).click()
  const choice = page.getByRole('combobox', { name: 'I play this on' })
  await choice.click()
  await page.getByRole('option', { name: 'Tuba', exact: true }).click()
  await page.getByText('You play this piece on Tuba now.').waitFor()
  await page.getByRole('img', { name: 'Notation of Hot Cross Buns Melody for Tuba' }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Taken back.').waitFor()
  await page.getByRole('img', { name: 'Notation of Hot Cross Buns Melody for Bb Trumpet' }).waitFor()

  const other = await signedIn('grace')
  await other.page.getByRole('link', { name: 'Start', exact: true }).click()
  await other.page.getByRole('img', { name: 'Notation of Hot Cross Buns Melody for Bb Trumpet' }).waitFor()
  await other.leave()
})

it('written work survives a reload as a draft, is handed in, rated, and can be read again', async () => {
  someone = await signedIn('diego')
  const { page } = someone
  await page.getByRole('link', { name: /Look back/ }).click()
  const editor = page.getByRole('textbox', { name: 'Your text' })
  await editor.fill('I would practice bar 3 first,\nslowly and with a metronome.')
  await page.reload()
  expect(await editor.inputValue()).toContain('slowly and with a metronome.')
  await page.getByRole('button', { name: 'Hand in' }).click()
  await page.getByText('Handed in. Your teacher can read it now.').waitFor()
  const take = page.getByRole('article', { name: 'Take 1' })
  await take.getByText('I would practice bar 3 first,').waitFor()
  expect(await editor.inputValue()).toBe('')
  await take.getByRole('slider', { name: 'Rhythm' }).focus()
  await page.keyboard.press('ArrowRight')
  await take.getByRole('button', { name: 'Save my rating' }).click()
  await page.getByText('Your rating is saved.').waitFor()
  await holdsUp(page, 'written-work')
  await page.getByRole('link', { name: 'My grades' }).click()
  await page.getByRole('row', { name: 'You 3.25 – –' }).waitFor()
})

it('a telephone group shows who does what', async () => {
  someone = await signedIn('ella')
  const { page } = someone
  await page.getByRole('link', { name: /^\d? ?Telephone/ }).click()
  const group = page.getByRole('region', { name: 'Your group' })
  await group.getByText('Ella Novak').waitFor()
  await expect.poll(() => group.getByRole('listitem').count()).toBe(3)
  await page.locator('.definition-scale').waitFor()
  await holdsUp(page, 'telephone')
})

it('a composition is handed in as a file, and can be read and heard again', async () => {
  someone = await signedIn('ben')
  const { page } = someone
  await page.getByRole('link', { name: /Make your own music/ }).click()
  await page.getByRole('tab', { name: 'From a file' }).click()
  const notes = ['C', 'E', 'G'].map(
    (step) =>
      `<note><pitch><step>${step}</step><octave>4</octave></pitch><duration>1</duration><type>quarter</type></note>`,
  )
  const musicXml = `<?xml version="1.0"?><score-partwise version="4.0"><part-list><score-part id="P1"><part-name/></score-part>
    </part-list><part id="P1"><measure number="1"><attributes><divisions>1</divisions><time><beats>3</beats>
    <beat-type>4</beat-type></time><clef><sign>G</sign><line>2</line></clef></attributes>${notes.join('')}</measure></part>
    </score-partwise>`
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a file' }).click(),
  ])
  await chooser.setFiles({ name: 'my tune.musicxml', mimeType: 'text/xml', buffer: Buffer.from(musicXml) })
  await page.getByRole('button', { name: /^Hand in: take of .*my tune\.musicxml$/ }).click()
  await page.getByText('Handed in. Your teacher has it.').waitFor()
  const composition = page.getByRole('img', { name: 'Composition, take 1' })
  await composition.locator('.definition-scale').waitFor()
  await expect.poll(() => composition.locator('.note').count()).toBe(3)
  await holdsUp(page, 'composition')
})
