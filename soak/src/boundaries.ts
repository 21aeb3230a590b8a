/** Whether anybody sees or changes what is of a course that they have no part in, however they ask for it. */

import { type Change, type Changes, watchChanges } from '@cpr/db/testing/changes'
import { type Asked, askedOf } from './boundaries/asker.ts'
import { type Errand, errandsOf, fieldsOf } from './boundaries/errands.ts'
import type { Check, Options, Outcome, Place } from './check.ts'
import { type Answer, ask, decoded, type Request, wasRefused } from './town/ask.ts'
import { foreignIn, type Looker } from './town/marks.ts'
import { settle, type Town } from './town/people.ts'
import type { Secrets } from './town/secrets.ts'
import { type Served, serve } from './town/serve.ts'
import type { Target } from './town/targets.ts'
import { beginUpload } from './town/uploads.ts'

const seed = 20261124

type Scene = { served: Served; town: Town; changes: Changes }

/** What went wrong, of one kind of request, each once. */
type Failures = Map<string, string>

const send = async ({ served }: Scene, request: Request): Promise<Answer> => {
  // Who guesses passwords is not to be kept from the next guess.
  await served.database.pool.query('DELETE FROM rate_limits')
  return ask(served.address, request)
}

/** That each can be done at all, by whoever may: a refusal is of the asker then, and not of a request that is wrong. */
const walkIn = async (scene: Scene, errands: Errand[], failures: Failures): Promise<number> => {
  const { town, served, changes } = scene
  const [own] = town.targets as [Target]
  let letIn = 0
  for (const errand of errands) {
    const { token } = town.people[errand.by]
    const about = errand.usesUp ? { ...own, uploadId: await beginUpload(served, own, token) } : own
    const answer = await send(scene, { ...errand.request(about, town.secrets[0] as Secrets), token })
    await changes.noted()
    await changes.takeBack()
    if (wasRefused(answer) === errand.never) letIn += errand.never ? 0 : 1
    else
      failures.set(
        errand.name,
        `as ${errand.by}, who ${errand.never ? 'is let in' : 'may'}: ${answer.status} ${decoded(answer.text).slice(0, 300)}`,
      )
  }
  return letIn
}

/** Texts and numbers that somebody knows already, as the request sends them. */
const saidIn = ({ errand, about, own }: Asked): string[] =>
  fieldsOf(errand, about, own).flatMap((field) => [String(about[field]), encodeURIComponent(about[field])])

/** Whose courses a request may tell of. */
const lookerOf = ({ errand, who, person, about }: Asked, { owners }: Town): Looker => {
  // Researchers are to see everybody's work, there alone.
  if (who === 'researcher' && errand.name.startsWith('research.')) return everybody(owners)
  // A teacher enrolls whom they name, and has that person in the course from then on.
  const joins = errand.name === 'enrollments.enroll' || errand.name === 'POST /api/enrollments/'
  return joins ? { ...person, courses: [...person.courses, ...(owners.get(about.joinerId) ?? [])] } : person
}

const everybody = (owners: Town['owners']): Looker => ({
  courses: [...new Set([...owners.values()].flat())],
  enrollmentIds: [],
  isStudent: false,
})

const rowsOf = (changed: Change[]): string =>
  JSON.stringify(changed.flatMap(({ before, after }) => [before, after]).filter((row) => row !== null))

/** @returns what is wrong with how it was answered; null where nothing is */
const wrongIn = (asked: Asked, answer: Answer, changed: Change[], town: Town): string | null => {
  const refused = wasRefused(answer)
  const looker = lookerOf(asked, town)
  // A plan is nobody's course's, and tells every teacher whose it is: they may change their own.
  const told = `${decoded(answer.text).replaceAll(/"createdById":\d+/g, '')} ${answer.headers.location ?? ''}`
  const seen = foreignIn(told, saidIn(asked), looker, town.owners)
  if (seen.length > 0) return `sees ${seen.slice(0, 3).join(', ')}`
  if (answer.status >= 500) return `${answer.status} ${told.slice(0, 200)}`
  if (refused && changed.length > 0) return `is refused, and changes ${changed.map(({ table }) => table).join(', ')}`
  if (!refused && asked.errand.never) return `is let in: ${answer.status}`
  // Whoever changes somebody's row sees it or not: the work in it is nobody's but the course's.
  const touched = foreignIn(rowsOf(changed), [], { ...looker, isStudent: false }, town.owners)
  return touched.length > 0 ? `changes ${touched.slice(0, 3).join(', ')} (${changed[0]?.table})` : null
}

type Counts = { letIn: number; refused: number; byStatus: Map<number, number> }

const tryOut = async (
  scene: Scene,
  requests: Asked[],
  failures: Failures,
  { say }: Options,
): Promise<Map<string, Counts>> => {
  const counts = new Map<string, Counts>()
  for (const [nth, asked] of requests.entries()) {
    const { errand, who, person, about, own } = asked
    const answer = await send(scene, { ...errand.request(about, own), token: person.token })
    const changed = await scene.changes.noted()
    if (changed.length > 0) await scene.changes.takeBack()
    const wrong = wrongIn(asked, answer, changed, scene.town)
    if (wrong !== null) failures.set(`${errand.name} as ${who}`, `request ${nth}: ${wrong}`)
    const count = counts.get(errand.transport) ?? { letIn: 0, refused: 0, byStatus: new Map() }
    count[wasRefused(answer) ? 'refused' : 'letIn'] += 1
    count.byStatus.set(answer.status, (count.byStatus.get(answer.status) ?? 0) + 1)
    counts.set(errand.transport, count)
    if (nth % 1000 === 999) say(`${nth + 1} requests`)
  }
  return counts
}

/** Uploads of others, which no trigger watches: nobody wrote to one, or took it away. */
const meddledUploads = async (
  { served, town }: Scene,
  students: (string | null)[],
  failures: Failures,
): Promise<void> => {
  for (const [nth, { uploadId }] of town.targets.entries()) {
    const { status, headers } = await ask(served.address, {
      method: 'HEAD',
      path: `/uploads/${uploadId}`,
      token: students[nth] ?? null,
      headers: { 'tus-resumable': '1.0.0' },
    })
    if (status !== 200 || headers['upload-offset'] !== '0')
      failures.set(`the upload of course ${nth + 1}`, `is ${status} at ${headers['upload-offset']} afterwards`)
  }
}

const outcomeOf = (name: string, tried: number, failures: Failures, detail: string): Outcome => ({
  name,
  tried,
  failed: failures.size,
  detail: [...[...failures].slice(0, 20).map(([where, what]) => `${where} ${what}`), detail].join('; '),
})

const inWords = ([transport, { letIn, refused, byStatus }]: [string, Counts]): string => {
  const statuses = [...byStatus].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`)
  return `${transport}: ${letIn + refused} requests, ${letIn} let in, ${refused} refused (${statuses.join(', ')})`
}

export const boundaries: Check = {
  name: 'boundaries',
  databases: ['embedded', 'postgres'],
  about: 'asks for what is of other courses, by every procedure, route and file, as seven kinds of people',
  run: async (place: Place, options: Options): Promise<Outcome[]> => {
    const served = await serve(place)
    try {
      const town = await settle(served, place.district)
      const scene = { served, town, changes: await watchChanges(served.database.pool) }
      const errands = await errandsOf(served.address)
      const kept: Failures = new Map()
      const letIn = await walkIn(scene, errands, kept)
      const broken: Failures = new Map()
      const requests = askedOf(town, errands, { seed, runs: options.short ? 500 : 6000 })
      const counts = await tryOut(scene, requests, broken, options)
      await meddledUploads(scene, town.students, broken)
      const nobody = errands.filter(({ never }) => never).length
      return [
        outcomeOf(
          'boundaries, who may',
          errands.length,
          kept,
          `${letIn} procedures, routes and addresses let in who may, ${nobody} are for nobody`,
        ),
        outcomeOf(
          'boundaries, who may not',
          requests.length,
          broken,
          `${[...counts].map(inWords).join('; ')}; seed ${seed}`,
        ),
      ]
    } finally {
      await served.stop()
    }
  },
}
