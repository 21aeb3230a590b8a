/** The library as those see it who write it, who teach from it, and who play from it. */
import { afterAll, afterEach, expect, it } from 'vitest'
import { closeBrowser, holdsUp, signedIn, type Visitor, visitor } from './testing/browser.ts'
import { silence } from './testing/wav.ts'

let someone: Visitor

afterEach(async () => {
  expect(someone.problems).toEqual([])
  await someone.leave()
})
afterAll(closeBrowser)

type Page = Visitor['page']

/** One bar of four quarters, two tones up from C for an instrument in Bb. */
const score = (step: string): Buffer =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<score-partwise version="4.0"><part-list><score-part id="P1"><part-name>Music</part-name></score-part></part-list>
<part id="P1"><measure number="1"><attributes><divisions>1</divisions><key><fifths>0</fifths></key>
<time><beats>4</beats><beat-type>4</beat-type></time><clef><sign>G</sign><line>2</line></clef></attributes>
${`<note><pitch><step>${step}</step><octave>4</octave></pitch><duration>1</duration><type>quarter</type></note>`.repeat(4)}
</measure></part></score-partwise>`)

const choose = async (page: Page, button: string, name: string, buffer: Buffer): Promise<void> => {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ])
  await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer })
}

const save = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Everything is saved.').waitFor()
}

const toPiece = async (page: Page, name: string): Promise<void> => {
  await page.goto('/library')
  await page.getByRole('textbox', { name: 'Search the library' }).fill(name)
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
}

const piece = 'Lark in the Library'
const course = 'Library Band'
const plan = 'Lark for beginners'
const student = { name: 'Lotte Lark', username: 'lotte-lark', password: 'sings at dawn' }

it('an administrator makes a piece', async () => {
  someone = await signedIn('admin')
  const { page } = someone
  await page.getByRole('link', { name: 'Library', exact: true }).click()
  await page.getByRole('heading', { name: 'Library', level: 1 }).waitFor()
  await page.getByRole('link', { name: 'Ode to Joy', exact: true }).first().waitFor()
  await holdsUp(page, 'library-pieces')
  await page.getByRole('link', { name: 'New piece' }).click()
  await page.getByRole('heading', { name: 'New piece', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Make the piece' }).click()
  await page.getByText('Fill this in.').waitFor()
  await page.getByLabel('Name', { exact: true }).fill(piece)
  await page.getByLabel('Composer').fill('Clara Example')
  await page.getByLabel('Link to a video').fill('javascript:alert(1)')
  await page.getByRole('button', { name: 'Make the piece' }).click()
  await page.getByText('This is no address of a page').waitFor()
  await page.getByLabel('Link to a video').fill('https://example.org/lark')
  await holdsUp(page, 'library-new-piece')
  await page.getByRole('button', { name: 'Make the piece' }).click()
  await page.getByRole('heading', { name: piece, level: 1 }).waitFor()
  await page.getByText('No parts yet').waitFor()
  await holdsUp(page, 'library-piece-empty')
})

it('parts, notation and samples are saved with one button, and refused where they are none', async () => {
  someone = await signedIn('admin')
  const { page } = someone
  await toPiece(page, piece)
  await page.getByRole('button', { name: 'Add a part' }).click()
  await page.getByRole('heading', { name: 'Melody part' }).waitFor()
  const inBb = 'Choose a file: Melody for Bb'
  const refused: [string, Buffer, RegExp][] = [
    ['packed.mxl', Buffer.from('PK\u0003\u0004'), /packed\.mxl was not taken\. It is a packed file/],
    ['cut.musicxml', Buffer.from('<score-partwise><part>'), /no well-formed XML/],
    ['picture.xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /It is XML, but no MusicXML/],
    ['bars.musicxml', Buffer.from('<score-timewise/>'), /score-timewise/],
  ]
  for (const [name, file, why] of refused) {
    await choose(page, inBb, name, file)
    await page.getByRole('alert').filter({ hasText: why }).waitFor()
  }
  await choose(page, inBb, 'lark-bb.musicxml', score('D'))
  await page.getByRole('img', { name: 'Melody for Bb' }).waitFor()
  await choose(page, 'Choose a file: Melody for Concert Pitch TC', 'lark.musicxml', score('C'))
  await choose(page, 'Choose a file: Sample of the Melody part', 'lark.wav', silence(8000))
  await page.getByLabel('Another sample of the Melody part, on').selectOption('Flute')
  await choose(page, 'Choose a file: Melody on Flute', 'picture.wav', Buffer.from('<svg onload="alert(1)"/>'))
  await page.getByText('Not saved yet.').waitFor()
  await holdsUp(page, 'library-piece')

  // The part is saved and its own sample; what is no recording is refused where it stands.
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('alert').filter({ hasText: 'this file is none of them' }).waitFor()
  await page.getByText('Not saved yet.').waitFor()
  await choose(page, 'Replace: Melody on Flute', 'flute.wav', silence(8000))
  await save(page)
  await page.reload()
  for (const label of ['Listen: Sample of the Melody part', 'Listen: Melody on Flute']) {
    const address = await page.getByLabel(label).getAttribute('src')
    expect(await page.evaluate(async (url) => (await fetch(url ?? '')).headers.get('content-type'), address)).toBe(
      'audio/wav',
    )
  }
  await page.getByRole('button', { name: 'Show: Melody for Concert Pitch TC' }).click()
  await page.getByRole('img', { name: 'Melody for Concert Pitch TC' }).waitFor()
})

it('edits are not lost quietly', async () => {
  someone = await signedIn('admin')
  const { page } = someone
  await toPiece(page, piece)
  await page.getByLabel('Name of the part').fill('Lark, the tune')
  await page.getByLabel('Composer').fill('')
  await page.getByRole('link', { name: 'People', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' })
  await dialog.waitFor()
  await holdsUp(page, 'library-leave')
  await dialog.getByRole('button', { name: 'Stay here' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await page.getByLabel('Name of the part').inputValue()).toBe('Lark, the tune')
  await page.getByLabel('Name of the part').fill('')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Fill this in.').waitFor()
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true')
  await page.getByRole('link', { name: 'People', exact: true }).click()
  await dialog.getByRole('button', { name: 'Leave without saving' }).click()
  await page.getByRole('heading', { name: 'People', level: 1 }).waitFor()
  await toPiece(page, piece)
  expect(await page.getByLabel('Composer').inputValue()).toBe('Clara Example')

  // Nor by a closed tab, which the browser asks about itself.
  await page.getByLabel('Composer').fill('Somebody else')
  await page.getByText('Not saved yet.').waitFor()
  const asked: string[] = []
  page.once('dialog', (question) => {
    asked.push(question.type())
    void question.accept()
  })
  await page.reload()
  expect(asked).toEqual(['beforeunload'])
})

it('a plan and a curriculum are made, ordered by keys, and assigned in a new course', async () => {
  someone = await signedIn('admin')
  const { page } = someone
  await page.goto('/courses/new')
  await page.getByLabel('Name').fill(course)
  await page.getByRole('button', { name: 'Make the course' }).click()
  await page.getByText(`${course} is made.`).waitFor()
  await page.getByRole('button', { name: 'Add students' }).click()
  await page
    .getByRole('textbox', { name: 'The list' })
    .fill(`${student.name},${student.username},${student.password},6`)
  await page.getByRole('button', { name: 'Check the list' }).click()
  await page.getByRole('button', { name: 'Import 1 student' }).click()
  await page.getByRole('combobox', { name: `Instrument of ${student.name}` }).selectOption('Bb Trumpet')
  await page.getByText(`${student.name} plays Bb Trumpet now.`).waitFor()

  await toPiece(page, piece)
  await page.getByText('There is no plan for this piece yet.').waitFor()
  await page.getByRole('link', { name: 'New plan' }).click()
  await page.getByRole('heading', { name: 'New plan', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Make the plan' }).click()
  await page.getByText('A plan has at least one activity: add one.').waitFor()
  await page.getByLabel('Name', { exact: true }).fill(plan)
  for (const activity of ['Play the melody (Melody)', 'Look back (Reflection)', 'Play the bass line (Bassline)']) {
    await page.getByLabel('Activity', { exact: true }).selectOption(activity)
    await page.getByRole('button', { name: 'Add the activity' }).click()
  }
  const rows = page.getByRole('list', { name: 'Activities' }).getByRole('listitem')
  const order = async () => (await rows.allTextContents()).map((row) => row.replace(/ \(.*/, ''))
  await expect.poll(order).toEqual(['Play the melody', 'Look back', 'Play the bass line'])
  await page.getByRole('button', { name: 'Move up: Play the bass line (Bassline)' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(order).toEqual(['Play the melody', 'Play the bass line', 'Look back'])
  // The focus goes along, so that the next press moves it on.
  await page.keyboard.press('Enter')
  await expect.poll(order).toEqual(['Play the bass line', 'Play the melody', 'Look back'])
  await page.keyboard.press('Enter')
  await rows.nth(0).dragTo(rows.nth(2))
  await expect.poll(order).toEqual(['Play the melody', 'Look back', 'Play the bass line'])
  await holdsUp(page, 'library-new-plan')
  await page.getByRole('button', { name: 'Make the plan' }).click()
  await page.getByRole('heading', { name: plan, level: 1 }).waitFor()
  await page.getByText('No course has this plan assigned yet.').waitFor()

  await page.goto('/library/curricula')
  await page.getByLabel('Course', { exact: true }).selectOption(course)
  await page.getByText('No curricula yet').waitFor()
  await holdsUp(page, 'library-curricula-empty')
  await page.getByRole('link', { name: 'New curriculum' }).click()
  await page.getByRole('heading', { name: `New curriculum for ${course}`, level: 1 }).waitFor()
  await page.getByLabel('Name', { exact: true }).fill('First term')
  await page.getByLabel('Plan', { exact: true }).selectOption(`${piece}: ${plan}`)
  await page.getByRole('button', { name: 'Add the plan' }).click()
  await holdsUp(page, 'library-new-curriculum')
  await page.getByRole('button', { name: 'Make the curriculum' }).click()
  await page.getByRole('link', { name: 'First term' }).click()
  await page.getByRole('heading', { name: 'First term', level: 1 }).waitFor()
  await page.getByLabel('Name', { exact: true }).fill('Fall term')
  await page.getByRole('button', { name: 'Add the plan' }).click()
  await save(page)
  await page.getByRole('heading', { name: 'Fall term', level: 1 }).waitFor()
  await holdsUp(page, 'library-curriculum')

  await page.goto('/courses')
  await page.getByRole('link', { name: course }).click()
  await page.getByRole('link', { name: 'Assign music' }).click()
  await page.getByRole('textbox', { name: 'Search the library' }).fill('lark')
  await page.getByRole('button', { name: `Assign ${plan}, ${piece}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('3 activities for 1 student:').waitFor()
  await dialog.getByRole('button', { name: 'Assign', exact: true }).click()
  await page.getByText(`${piece} is assigned.`).waitFor()
})

it('a student plays from it, and reads the library without the means to change it', async () => {
  someone = await visitor()
  const { page } = someone
  await page.goto('/sign-in')
  await page.getByLabel('Name or e-mail address').fill(student.username)
  await page.getByLabel('Password', { exact: true }).fill(student.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page
    .getByRole('link', { name: /Look back/ })
    .first()
    .click()
  await page.getByRole('heading', { name: 'Look back', level: 1 }).waitFor()
  await page.getByRole('img', { name: /Bb Trumpet/ }).waitFor()
  await page.getByRole('textbox', { name: 'Your text' }).fill('It flies.')
  await page.getByRole('button', { name: 'Hand in', exact: true }).click()
  await page.getByText('Handed in. Your teacher can read it now.').waitFor()

  // Everybody reads the library; who may not change it finds nothing to change it with.
  await toPiece(page, piece)
  await page.getByRole('img', { name: /^Lark in the Library Melody for Bb/ }).waitFor()
  await holdsUp(page, 'library-piece-read')
  expect(await page.getByRole('button', { name: /Save|Choose a file|Remove/ }).count()).toBe(0)
  expect(await page.getByRole('link', { name: 'New plan' }).count()).toBe(0)
})

it('a piece and a plan that are in use are edited again, and say what that does', async () => {
  someone = await signedIn('admin')
  const { page } = someone
  await toPiece(page, piece)
  await page.getByText('1 course has this piece assigned.').waitFor()
  await page.getByText(/students have handed in 1 piece of work on it/).waitFor()
  expect(await page.getByRole('button', { name: 'Remove: Melody part' }).isDisabled()).toBe(true)
  await page.getByLabel('Ensemble').selectOption('Orchestra')
  await choose(page, 'Replace: Melody for Bb', 'new.musicxml', score('E'))
  await page.getByRole('button', { name: 'Remove: Melody for Concert Pitch TC' }).click()
  await page.getByRole('button', { name: 'Remove: Melody on Flute' }).click()
  await page.getByRole('button', { name: 'Add a part' }).click()
  await page.getByRole('heading', { name: 'Bassline part' }).waitFor()
  await save(page)
  await holdsUp(page, 'library-piece-again')
  await page.reload()
  await page.getByRole('button', { name: 'Choose a file: Melody for Concert Pitch TC', exact: true }).waitFor()
  expect(await page.getByLabel('Listen: Melody on Flute').count()).toBe(0)
  await page.getByRole('button', { name: 'Remove: Bassline part' }).click()
  await save(page)

  await page.getByRole('link', { name: plan }).click()
  await page.getByText('1 course has this plan assigned already.').waitFor()
  await page.getByRole('button', { name: 'Remove: Play the bass line (Bassline)' }).click()
  await save(page)
  await holdsUp(page, 'library-plan')
})

it('a teacher reads pieces, changes the own plans, and looks at those of others', async () => {
  someone = await signedIn('teacher')
  const { page } = someone
  await toPiece(page, piece)
  expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0)
  await page.getByRole('link', { name: 'New plan' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Lark, my way')
  await page.getByRole('button', { name: 'Add the activity' }).click()
  await page.getByRole('button', { name: 'Make the plan' }).click()
  await page.getByRole('heading', { name: 'Lark, my way', level: 1 }).waitFor()
  await page.getByLabel('Who does what').selectOption('Telephone groups: each member does one')
  await save(page)

  await page.getByRole('link', { name: 'Plans' }).click()
  await page.getByRole('link', { name: 'Lark, my way' }).waitFor()
  await holdsUp(page, 'library-plans')
  await page.getByLabel('Only plans that I made').check()
  await page.getByText('1 plan', { exact: true }).waitFor()
  await page.getByLabel('Only plans that I made').uncheck()
  await page.getByRole('textbox', { name: 'Search plans' }).fill(plan)
  await page.getByRole('link', { name: plan }).click()
  await page.getByText('Somebody else made this plan').waitFor()
  expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0)
  await holdsUp(page, 'library-plan-read')
  await page.goto('/library/pieces/new')
  await page.getByText('There is no page at this address.').waitFor()
})
