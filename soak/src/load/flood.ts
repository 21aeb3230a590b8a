/** More than a process can do: many connections that ask for something heavy, again and again. */
import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type District, tokenOf, whoIsWho } from '@cpr/bench/district'
import type { Outcome } from '../check.ts'
import { ask, type Request } from '../town/ask.ts'
import { percentile } from './tally.ts'

const connections = 1500
/** Whoever is turned away comes again after a second, rather than after the three that they are told. */
const impatienceMs = 1000
/** Whoever is answered waits no longer. */
const mostAnsweredMs = 8000
const mostHealthMs = 3000
const recoverWithinMs = 10_000

type Bounds = { lastsMs: number; mostListMs: number; say: (line: string) => void }

const queryOf = (procedure: string, input: object, userId: number): Request => ({
  method: 'GET',
  path: `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`,
  token: tokenOf(userId),
})

type Seen = { answered: number[]; shed: number; wrong: Map<string, number> }

const count = (counts: Map<string, number>, what: string): void => {
  counts.set(what, (counts.get(what) ?? 0) + 1)
}

/** Opened one after the other: what waits to be connected waits for the system, which tries again after seconds only. */
const openConnections = async (address: string): Promise<Agent[]> => {
  const agents = Array.from({ length: connections }, () => new Agent({ keepAlive: true, maxSockets: 1 }))
  for (const agent of agents) await ask(address, { method: 'GET', path: '/healthz', agent })
  return agents
}

const hammer = async (address: string, request: Request, until: number, seen: Seen): Promise<void> => {
  while (performance.now() < until)
    try {
      const { status, headers, ms } = await ask(address, request)
      if (status === 200) seen.answered.push(ms)
      else if (status === 503 && Number(headers['retry-after']) > 0) {
        seen.shed += 1
        await sleep(Math.min(impatienceMs, Math.max(0, until - performance.now())))
      } else count(seen.wrong, `${status}${status === 503 ? ' without Retry-After' : ''}`)
    } catch (error) {
      count(seen.wrong, error instanceof Error ? error.message : String(error))
    }
}

/** @returns the time of each answer */
const watchHealth = async (address: string, until: number, wrong: Seen['wrong']): Promise<number[]> => {
  const times: number[] = []
  const agent = new Agent({ keepAlive: true })
  while (performance.now() < until) {
    try {
      const { status, ms } = await ask(address, { method: 'GET', path: '/healthz', agent })
      times.push(ms)
      if (status !== 200) count(wrong, `/healthz ${status}`)
    } catch (error) {
      count(wrong, `/healthz: ${error instanceof Error ? error.message : error}`)
    }
    await sleep(100)
  }
  agent.destroy()
  return times
}

/** @returns after how many milliseconds a list is answered in time again; null where it was not within ten seconds */
const recovery = async (address: string, list: Request, mostListMs: number): Promise<number | null> => {
  const began = performance.now()
  while (performance.now() - began < recoverWithinMs) {
    const answer = await ask(address, list).catch(() => null)
    if (answer?.status === 200 && answer.ms < mostListMs) return performance.now() - began
    await sleep(100)
  }
  return null
}

/** Whether the server turns away what it cannot do, answers the rest in time, and is itself again afterwards. */
export const flood = async (
  address: string,
  district: District,
  { lastsMs, mostListMs, say }: Bounds,
): Promise<Outcome> => {
  const who = whoIsWho(district)
  const { largeCourse } = who
  const heavy = queryOf(
    'submissions.recent',
    { course: who.courseSlug(largeCourse), pieceSlug: 'piece-1', activityType: 'Bassline' },
    who.teacher(largeCourse),
  )
  const list = queryOf('assignments.mine', { course: who.courseSlug(1) }, who.student(1, 0))
  const agents = await openConnections(address)
  const seen: Seen = { answered: [], shed: 0, wrong: new Map() }
  const until = performance.now() + lastsMs
  const health = watchHealth(address, until, seen.wrong)
  await Promise.all(agents.map((agent) => hammer(address, { ...heavy, agent }, until, seen)))
  for (const agent of agents) agent.destroy()
  const healthMs = Math.max(0, ...(await health))
  const recoveredMs = await recovery(address, list, mostListMs)
  const p99 = percentile(seen.answered, 0.99)
  say(`flood: ${seen.answered.length} answered, ${seen.shed} turned away`)
  const faults = [
    ...[...seen.wrong].map(([what, times]) => `${times} × ${what}`),
    ...(seen.shed === 0 ? ['nobody was turned away'] : []),
    ...(seen.answered.length === 0 ? ['nobody was answered'] : []),
    ...(p99 > mostAnsweredMs ? [`the answered waited for too long`] : []),
    ...(healthMs > mostHealthMs ? ['/healthz was answered too late'] : []),
    ...(recoveredMs === null ? [`no list within ${mostListMs} ms in the ten seconds after`] : []),
  ]
  const rounded = Math.round
  const figures =
    `${connections} connections for ${lastsMs / 1000} s: ${seen.shed} turned away, ${seen.answered.length} answered, ` +
    `p50 ${rounded(percentile(seen.answered, 0.5))} ms, p99 ${rounded(p99)} ms; /healthz at most ${rounded(healthMs)} ms; ` +
    `a list in time ${recoveredMs === null ? 'not' : `after ${rounded(recoveredMs)} ms`}`
  return {
    name: 'load: shedding',
    tried: seen.answered.length + seen.shed + [...seen.wrong.values()].reduce((sum, times) => sum + times, 0),
    failed: faults.length,
    detail: [...faults, figures].join('; '),
  }
}
