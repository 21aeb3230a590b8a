/** Two teachers, two tabs, two processes that do the same thing at the same moment. */
import { whoIsWho } from '@cpr/bench/district'
import { startServer } from '@cpr/bench/processes'
import { openDatabase } from '@cpr/domain'
import type { Check, Outcome, Place } from './check.ts'
import { removeAgainstSubmit, unassignAgainstSubmit } from './doubles/against.ts'
import { inShort, isClear } from './doubles/asking.ts'
import { assignPlan, assignTelephone } from './doubles/assigning.ts'
import { gradeTwice } from './doubles/grading.ts'
import { sameKey } from './doubles/keys.ts'
import type { Kind, Proof, Setting, Sql } from './doubles/kind.ts'
import { importRoster } from './doubles/rosters.ts'
import { samePart } from './doubles/uploads.ts'

const kinds: Kind[] = [
  assignPlan,
  assignTelephone,
  importRoster,
  gradeTwice,
  unassignAgainstSubmit,
  removeAgainstSubmit,
  sameKey,
  samePart,
]

/** Faults by what they are, each counted. */
type Played = { name: string; rounds: number; wrong: Map<string, number>; heard: Map<string, number>; prove: Proof }

const count = (counts: Map<string, number>, what: string): void => {
  counts.set(what, (counts.get(what) ?? 0) + 1)
}

const play = async ({ name, begin }: Kind, setting: Setting, rounds: number): Promise<Played> => {
  const wrong = new Map<string, number>()
  const heard = new Map<string, number>()
  let prove: Proof = async () => []
  try {
    const begun = await begin(setting)
    prove = begun.prove
    for (let nth = 0; nth < rounds; nth += 1) {
      const played = await begun.round(nth)
      count(heard, played.heard.map(inShort).sort().join(' and '))
      for (const fault of played.wrong) count(wrong, fault)
      for (const each of played.heard) if (!isClear(each)) count(wrong, `an unclear answer: ${inShort(each)}`)
    }
  } catch (error) {
    count(wrong, `it broke off: ${error}`)
  }
  return { name, rounds, wrong, heard, prove }
}

/** Two processes where there can be two: the embedded database has one. */
const withServers = async <T>({ env, database }: Place, work: (left: string, right: string) => Promise<T>) => {
  const left = await startServer(env)
  try {
    if (database === 'embedded') return await work(left.address, left.address)
    const right = await startServer(env)
    try {
      return await work(left.address, right.address)
    } finally {
      await right.stop()
    }
  } finally {
    await left.stop()
  }
}

const told = (counts: Map<string, number>): string[] => [...counts].map(([what, times]) => `${times} × ${what}`)

const outcomeOf = async ({ name, rounds, wrong, heard, prove }: Played, sql: Sql): Promise<Outcome> => {
  const faults = await prove(sql).catch((error: unknown) => [`what is kept could not be read: ${error}`])
  for (const fault of faults) count(wrong, fault)
  const failed = [...wrong.values()].reduce((sum, times) => sum + times, 0)
  return { name: `doubles: ${name}`, tried: rounds, failed, detail: [...told(wrong), ...told(heard)].join('; ') }
}

export const doubles: Check = {
  name: 'doubles',
  databases: ['embedded', 'postgres'],
  about: 'two who do the same thing at the same moment, 200 times each',
  run: async (place, { short, say }) => {
    const played = await withServers(place, async (left, right) => {
      const { district } = place
      const setting = { left, right, who: whoIsWho(district), district }
      const all: Played[] = []
      for (const kind of kinds) {
        say(kind.name)
        all.push(await play(kind, setting, short ? 10 : 200))
      }
      return all
    })
    const { env } = place
    const database = await openDatabase({ url: env.DATABASE_URL, dataDir: env.DATA_DIR })
    try {
      const sql: Sql = async (text, values) => (await database.pool.query(text, values)).rows as never
      const outcomes: Outcome[] = []
      for (const each of played) outcomes.push(await outcomeOf(each, sql))
      return outcomes
    } finally {
      await database.close()
    }
  },
}
