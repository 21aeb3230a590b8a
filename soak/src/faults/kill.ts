/** The server is killed in the midst of writing, again and again, and started anew. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Running, startServer } from '@cpr/bench/processes'
import type { Options, Outcome, Place } from '../check.ts'
import { newSeed, randomOf } from '../random.ts'
import { figuresOf } from './journal.ts'
import { outcomeOf } from './outcome.ts'
import { baselineOf, filesByHttp, proveKept } from './proof.ts'
import { startWriters } from './writers.ts'

/** The process of the embedded database, as its lock names it; null where there is none. */
const embeddedPid = ({ database, env }: Place): number | null => {
  if (database !== 'embedded') return null
  const [holder = ''] = readdirSync(join(env.DATA_DIR as string, 'lock'))
  return Number(/^\d+/.exec(holder)?.[0])
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const mostMsLeft = 10_000

/** @returns after how many milliseconds the process was gone; null where it never went */
const gone = async (pid: number): Promise<number | null> => {
  const began = Date.now()
  while (isRunning(pid)) {
    if (Date.now() - began > mostMsLeft) return null
    await sleep(20)
  }
  return Date.now() - began
}

export const killOften = async (place: Place, { short, say }: Options): Promise<Outcome> => {
  const random = randomOf(newSeed())
  const kills = short ? 3 : 30
  const baseline = await baselineOf(place)
  const wrong: string[] = []
  let restartMs = 0
  let leftMs = 0
  let server: Running = await startServer(place.env)
  const writers = startWriters(place, random, () => server.address)
  const { journal } = writers
  try {
    for (let nth = 1; nth <= kills; nth += 1) {
      await writers.writing()
      await sleep(random.whole(0, 1500))
      const pid = embeddedPid(place)
      // Every second time its database goes with it, as when a container is killed.
      const both = pid !== null && nth % 2 === 0
      if (both) process.kill(pid, 'SIGKILL')
      await server.kill()
      const leftover = pid === null ? 0 : gone(pid)
      const began = performance.now()
      server = await startServer(place.env)
      restartMs = Math.max(restartMs, performance.now() - began)
      const left = await leftover
      if (left === null) wrong.push(`the embedded database outlived kill ${nth} of its server by ${mostMsLeft} ms`)
      else leftMs = Math.max(leftMs, left)
      say(`killed ${nth} of ${kills} times; ${journal.acknowledged.length} writes acknowledged`)
    }
    await sleep(500)
    await writers.finish()
    wrong.push(...(await filesByHttp(server.address, journal)))
  } finally {
    // Whoever still writes gives up by themselves.
    await Promise.race([writers.finish(), sleep(30_000, undefined, { ref: false })])
    await server.stop()
  }
  const { wrong: lost, checked, orphans } = await proveKept(place, baseline, journal)
  return outcomeOf('kill', {
    tried: kills + checked,
    wrong: [...wrong, ...lost],
    journal,
    random,
    detail: [
      `${kills} kills`,
      figuresOf(journal),
      `slowest restart ${Math.round(restartMs)} ms`,
      ...(place.database === 'embedded' ? [`the embedded database outlived its server by ${leftMs} ms at most`] : []),
      `${orphans} files left that nobody needed, all removed`,
    ],
  })
}
