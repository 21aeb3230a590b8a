/** Whether any input breaks a procedure, or changes something though it is refused. */
import { type Changes, watchChanges } from '@cpr/db/testing/changes'
import fc from 'fast-check'
import type { z } from 'zod'
import { procedures } from './boundaries/errands.ts'
import { calls } from './boundaries/procedures.ts'
import type { Check, Options, Outcome } from './check.ts'
import { inputsOf, type Known } from './inputs/arbitrary.ts'
import { requestsOf } from './inputs/mutations.ts'
import { type Answer, ask, decoded, type Request, wasRefused } from './town/ask.ts'
import { kinds, settle, type Town, type Who } from './town/people.ts'
import type { Secrets } from './town/secrets.ts'
import { type Served, serve } from './town/serve.ts'
import type { Target } from './town/targets.ts'

const seed = 20261125
/** On a machine that does other things too; what hangs takes longer. */
const longestMs = 5000

type Scene = { served: Served; town: Town; changes: Changes }
type Tried = { name: string; done: number; refused: number; mixed: number; slowestMs: number; failures: string[] }

/** What fields are called in which some of these stand. */
const knownIn = ({ targets, secrets }: Town): Known => {
  const of = <K extends keyof Target>(...fields: K[]): Target[K][] =>
    targets.flatMap((target) => fields.map((field) => target[field]))
  const library = { pieceId: [1, 2, 3, 4, 5, 6], instrumentId: [1, 2, 30], partId: [1, 2, 9], activityIds: [1, 2, 3] }
  return {
    ...library,
    id: of(
      'enrollmentId',
      'assignmentId',
      'submissionId',
      'gradeId',
      'configId',
      'curriculumId',
      'planId',
      'removalId',
    ),
    course: of('course'),
    courseAssignmentId: of('assignmentId', 'groupAssignmentId'),
    enrollmentId: of('enrollmentId', 'otherEnrollmentId', 'idleEnrollmentId'),
    submissionId: of('submissionId'),
    curriculumId: of('curriculumId'),
    planId: of('planId'),
    planIds: of('planId'),
    graderId: of('teacherId'),
    username: of('username'),
    person: of('username'),
    pieceSlug: of('pieceSlug'),
    password: secrets.map(({ password }) => password),
    currentPassword: secrets.map(({ password }) => password),
    token: secrets.flatMap(({ resetToken, invitationToken }) => [resetToken, invitationToken]),
    ensembleType: ['Band', 'Orchestra'],
    partType: ['Melody', 'Bassline'],
    transposition: ['Bb', 'F'],
    activityType: ['Melody', 'Bassline'],
  }
}

/** Of a procedure: what its schema describes, and what is right for the first course. */
const inputsFor = (name: string, town: Town): fc.Arbitrary<unknown> => {
  const { inputs = [] } = (procedures[name] as { _def: { inputs?: z.core.$ZodType[] } })._def
  const right = calls[name]?.input?.(town.targets[0] as Target, town.secrets[0] as Secrets)
  const [schema, ...more] = inputs
  if (more.length > 0) throw new Error(`${name} has several inputs.`)
  if (schema === undefined) return fc.constant(undefined)
  return fc.oneof(inputsOf(schema, knownIn(town)), fc.constant(right))
}

type Asked = { who: Who; request: Omit<Request, 'token'> }

const askedOf = (name: string, town: Town): fc.Arbitrary<Asked> => {
  const may = calls[name]?.by
  if (may === undefined) throw new Error(`Nobody says who may ${name}.`)
  const procedure = { name, type: procedures[name]?._def.type ?? '' }
  return fc.record({
    who: fc.oneof(fc.constant(may), fc.constantFrom(...kinds)),
    request: requestsOf(procedure, inputsFor(name, town)),
  })
}

const wrongIn = ({ status, text, ms }: Answer, refused: boolean, written: string[]): string | null => {
  if (status >= 500) return `${status} ${decoded(text).slice(0, 200)}`
  if (ms > longestMs) return `takes ${Math.round(ms)} ms`
  return refused && written.length > 0 ? `is refused with ${status}, and changes ${written.join(', ')}` : null
}

const tryOut = async ({ served, town, changes }: Scene, name: string, runs: number, nth: number): Promise<Tried> => {
  const tried: Tried = { name, done: 0, refused: 0, mixed: 0, slowestMs: 0, failures: [] }
  const { pool } = served.database
  for (const { who, request } of fc.sample(askedOf(name, town), { seed: seed + nth, numRuns: runs })) {
    // Guesses at passwords are counted, and the next would be turned away unread.
    if (/^(auth|users)/.test(name)) await pool.query('DELETE FROM rate_limits')
    const answer = await ask(served.address, { ...request, token: town.people[who].token })
    const written = await changes.noted()
    if (written.length > 0) await changes.takeBack()
    const refused = wasRefused(answer)
    // Of a batch, some of it.
    tried[answer.status === 207 ? 'mixed' : refused ? 'refused' : 'done'] += 1
    tried.slowestMs = Math.max(tried.slowestMs, answer.ms)
    const wrong = wrongIn(
      answer,
      refused,
      written.map(({ what, table }) => `${what} ${table}`),
    )
    if (wrong !== null) {
      const { method, path, headers, body = '' } = request
      const sent = `${method} ${path} ${JSON.stringify(headers ?? {})} ${String(body)}`
      tried.failures.push(`${name} as ${who} ${wrong}: ${sent.slice(0, 400)}`)
    }
  }
  return tried
}

/** Inputs that are all refused, or all taken, would show little. */
const isLopsided = ({ name, done, refused }: Tried): boolean =>
  // JSON brings no file: these are called in process, by the routes that take files.
  refused === 0 || (done === 0 && !calls[name]?.takesFile)

const inSum = (all: Tried[], { short }: Options): Outcome => {
  const sum = (of: 'done' | 'refused' | 'mixed'): number => all.reduce((total, tried) => total + tried[of], 0)
  const lopsided = all.filter(isLopsided).map(({ name, done, refused }) => `${name}: ${done} done, ${refused} refused`)
  const failures = [...all.flatMap((tried) => tried.failures), ...lopsided]
  const slowest = all.toSorted((a, b) => b.slowestMs - a.slowestMs)[0]
  const figures =
    `${all.length} procedures, ${sum('done')} inputs taken, ${sum('refused')} refused, ${sum('mixed')} batches partly; ` +
    `the slowest took ${Math.round(slowest?.slowestMs ?? 0)} ms (${slowest?.name}); seed ${seed}${short ? ', short' : ''}`
  return {
    name: 'inputs',
    tried: sum('done') + sum('refused') + sum('mixed'),
    failed: failures.length,
    detail: [...failures.slice(0, 20), figures].join('; '),
  }
}

export const inputs: Check = {
  name: 'inputs',
  databases: ['embedded', 'postgres'],
  about:
    'inputs of every procedure, made up from its schema, right and wrong: nothing breaks, a refused one changes nothing',
  run: async (place, options) => {
    const served = await serve(place)
    try {
      const town = await settle(served, place.district)
      const scene = { served, town, changes: await watchChanges(served.database.pool) }
      const all: Tried[] = []
      for (const [nth, name] of Object.keys(procedures).entries()) {
        const tried = await tryOut(scene, name, options.short ? 50 : 500, nth)
        all.push(tried)
        options.say(`${name}: ${tried.done} taken, ${tried.refused} refused, ${Math.round(tried.slowestMs)} ms at most`)
      }
      return [inSum(all, options)]
    } finally {
      await served.stop()
    }
  },
}
