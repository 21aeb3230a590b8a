/** A school at work against one process: no error, answers in time, memory that stays; past that, it turns away. */
import { loadavg } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { District } from '@cpr/bench/district'
import { startServer } from '@cpr/bench/processes'
import type { Check, Outcome } from './check.ts'
import { flood } from './load/flood.ts'
import { memoryOutcome, watchMemory } from './load/memory.ts'
import { prepare } from './load/prepare.ts'
import { holdSchool, type School } from './load/school.ts'
import { newTally, type Tally } from './load/tally.ts'
import { newSeed, randomOf } from './random.ts'

/** Ten courses of thirty are the school; the large course is what the flood asks for. */
const district: District = { courses: 10, courseSize: 30, largeSize: 300 }

const reads = ['assignments.mine', 'assignments.get', 'submissions.recent', 'submissions.takes', 'media']
const writes = ['auth.signIn', 'progress.logEvents', 'upload', 'submissions.create', 'grades.grade']

const whole: School = { students: 300, teachers: 10, arrivingMs: 60_000, lastsMs: 300_000, scale: 1 }
/** Fewer, who do the same in a quarter of the time, but for the events of each second. */
const short: School = { students: 60, teachers: 4, arrivingMs: 10_000, lastsMs: 20_000, scale: 0.25 }
/** Code is compiled and statements are prepared, as on a server that is up for a while. */
const warmUp: School = { students: 12, teachers: 4, arrivingMs: 500, lastsMs: 4000, scale: 0.02 }

/** Milliseconds. The short run has neighbours, where it runs for every change. */
const mostMs = { whole: 500, short: 2000 }

const readOutcome = (tally: Tally, name: string, bound: number, circumstances: string): Outcome => {
  const { count, errors, p50, p99, slowest } = tally.figuresOf(name)
  const isSlow = p99 >= bound
  const figures = `p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms (${bound} are allowed), slowest ${Math.round(slowest)} ms`
  return {
    name: `load: ${name}`,
    tried: count,
    failed: errors + (isSlow ? 1 : 0),
    detail: [...tally.faultsOf(name).slice(0, 5), ...(isSlow ? ['too slow'] : []), figures, circumstances].join('; '),
  }
}

const writesOutcome = (tally: Tally, circumstances: string): Outcome => {
  const all = writes.map((name) => ({ name, ...tally.figuresOf(name) }))
  return {
    name: 'load: writes',
    // A kind that nobody came to write is nothing that was shown.
    tried: all.every(({ count }) => count > 0) ? all.reduce((sum, { count }) => sum + count, 0) : 0,
    failed: all.reduce((sum, { errors }) => sum + errors, 0),
    detail: [
      ...writes.flatMap((name) => tally.faultsOf(name)).slice(0, 5),
      ...all.map(({ name, count, p50, p99 }) => `${count} × ${name} p50 ${Math.round(p50)} p99 ${Math.round(p99)} ms`),
      circumstances,
    ].join('; '),
  }
}

export const load: Check = {
  name: 'load',
  databases: ['embedded', 'postgres'],
  about: '300 students and 10 teachers at work for five minutes, then more than one process can do',
  district,
  run: async (place, options) => {
    const studies = await prepare(place)
    const [school, bound] = options.short ? [short, mostMs.short] : [whole, mostMs.whole]
    const server = await startServer(place.env)
    try {
      const scene = { address: server.address, district, studies, random: randomOf(newSeed()) }
      options.say('warming up')
      await holdSchool({ ...scene, tally: newTally() }, warmUp)
      const tally = newTally()
      const memory = watchMemory(server)
      const delay = monitorEventLoopDelay({ resolution: 10 })
      delay.enable()
      options.say(`${school.students} students, ${school.teachers} teachers for ${school.lastsMs / 1000} s`)
      await holdSchool({ ...scene, tally }, school)
      delay.disable()
      const occupied = await memory.stop()
      const circumstances = `load of the machine ${loadavg()[0]?.toFixed(1)}, own delay p99 ${Math.round(delay.percentile(99) / 1e6 - 10)} ms`
      const outcomes = [
        ...reads.map((name) => readOutcome(tally, name, bound, circumstances)),
        writesOutcome(tally, circumstances),
        memoryOutcome(occupied),
      ]
      options.say('more than it can do')
      const shedding = await flood(server.address, district, {
        lastsMs: options.short ? 4000 : 10_000,
        mostListMs: bound,
        say: options.say,
      })
      return [...outcomes, shedding]
    } finally {
      await server.stop()
    }
  },
}
