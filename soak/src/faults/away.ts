/** The database goes away under a running server, and comes back. */
import { setTimeout as sleep } from 'node:timers/promises'
import { whoIsWho } from '@cpr/bench/district'
import { startServer } from '@cpr/bench/processes'
import type { Options, Outcome, Place } from '../check.ts'
import { newSeed, randomOf } from '../random.ts'
import { figuresOf, filesOf, noteUnforeseen } from './journal.ts'
import type { Outage } from './outages.ts'
import { outcomeOf } from './outcome.ts'
import { type Probe, probesOf } from './probes.ts'
import { baselineOf, filesByHttp, proveKept } from './proof.ts'
import { watchWork } from './stream.ts'
import { startWriters } from './writers.ts'

/** Whoever waits longer for a refusal is hanging. */
const mostRefusalMs = 5000
/** By then everything works again. */
const mostRecoveryMs = 5000

type Trial = { name: string; place: Place; outage: Outage; times: number; awayMs: number }

/** @returns after how many milliseconds `isSo`; null where it was not within `mostMs` */
const until = async (isSo: () => boolean | Promise<boolean>, mostMs: number): Promise<number | null> => {
  const began = performance.now()
  while (!(await isSo())) {
    if (performance.now() - began > mostMs) return null
    await sleep(20)
  }
  return performance.now() - began
}

export const takeDatabaseAway = async (trial: Trial, { say }: Pick<Options, 'say'>): Promise<Outcome> => {
  const { name, place, outage, times, awayMs } = trial
  const random = randomOf(newSeed())
  const who = whoIsWho(place.district)
  const baseline = await baselineOf(place)
  const wrong: string[] = []
  let tried = 0
  const slowest = { refusal: 0, recovery: 0, live: 0 }
  const server = await startServer({ ...place.env, DATABASE_URL: outage.url })
  const { address } = server
  const writers = startWriters(place, random, () => address)
  const { journal } = writers
  const stream = watchWork(address, who.teacher(1), who.courseSlug(1))

  const refused = async ({ name: what, send, putOff }: Probe, nth: number): Promise<void> => {
    const began = performance.now()
    const answer = await send(address).catch((error: unknown) => String(error))
    const isRefusal = typeof answer !== 'string' && (await putOff(answer))
    const ms = performance.now() - began
    tried += 1
    slowest.refusal = Math.max(slowest.refusal, ms)
    if (typeof answer === 'string') wrong.push(`${what}, away ${nth}: ${answer}`)
    else if (!isRefusal)
      noteUnforeseen(
        journal,
        `${what} answered ${answer.status}${answer.status === 503 ? ' without Retry-After' : ''} while away`,
      )
    if (ms > mostRefusalMs) wrong.push(`${what}, away ${nth}: answered after ${Math.round(ms)} ms`)
    if (typeof answer !== 'string' && !answer.bodyUsed) await answer.body?.cancel()
  }

  /** Everything at once, as people come. */
  const recovered = async (probes: Probe[], nth: number): Promise<void> => {
    const began = performance.now()
    const behind = stream.heard('behind')
    const since = (): number => performance.now() - began
    await Promise.all([
      ...probes.map(async ({ name: what, send }) => {
        const ms = await until(async () => {
          const answer = await send(address).catch(() => null)
          await answer?.body?.cancel()
          return answer?.ok ?? false
        }, mostRecoveryMs * 4)
        tried += 1
        slowest.recovery = Math.max(slowest.recovery, ms ?? since())
        if (ms === null || ms > mostRecoveryMs)
          wrong.push(`${what}, back ${nth}: ${ms === null ? 'not' : `only`} answered after ${Math.round(since())} ms`)
      }),
      (async () => {
        // What is not heard of is made up for with `behind`; what comes after it is heard.
        const first = await until(() => stream.heard('behind') > behind, mostRecoveryMs * 4)
        const handedIn = stream.heard('handed-in')
        const then = first === null ? null : await until(() => stream.heard('handed-in') > handedIn, mostRecoveryMs * 4)
        tried += 1
        slowest.live = Math.max(slowest.live, first ?? since())
        if (first === null || first > mostRecoveryMs)
          wrong.push(`watched work, back ${nth}: heard nothing of it for ${Math.round(first ?? since())} ms`)
        if (first !== null && then === null)
          wrong.push(`watched work, back ${nth}: nothing that was handed in was heard of`)
      })(),
    ])
  }

  try {
    if ((await until(() => filesOf(journal).length > 0, 30_000)) === null) throw new Error('Nobody handed a file in.')
    const [file] = filesOf(journal)
    if (!file) throw new Error('Nobody handed a file in.')
    const probes = await probesOf(place.district, address, file)
    for (let nth = 1; nth <= times; nth += 1) {
      await writers.writing()
      await sleep(random.whole(0, 1000))
      await outage.away()
      const back = sleep(awayMs)
      await Promise.all(probes.map((probe) => refused(probe, nth)))
      await back
      await outage.back()
      await recovered(
        probes.filter(({ harmless }) => harmless),
        nth,
      )
      say(`${name}: away ${nth} of ${times} times; ${journal.acknowledged.length} writes acknowledged`)
    }
    await writers.finish()
    wrong.push(...(await filesByHttp(address, journal)))
  } finally {
    await Promise.race([writers.finish(), sleep(30_000, undefined, { ref: false })])
    await stream.end()
    await server.stop()
    if (journal.unforeseen.size > 0) for (const error of server.errors()) say(`${name}: the server's log says ${error}`)
  }
  const { wrong: lost, checked, orphans } = await proveKept(place, baseline, journal)
  return outcomeOf(name, {
    tried: tried + checked,
    wrong: [...wrong, ...lost],
    journal,
    random,
    detail: [
      `away ${times} times`,
      figuresOf(journal),
      `slowest refusal ${Math.round(slowest.refusal)} ms, slowest recovery ${Math.round(slowest.recovery)} ms, watched work again after ${Math.round(slowest.live)} ms`,
      `${orphans} files left that nobody needed, all removed`,
    ],
  })
}
