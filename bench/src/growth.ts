/** What a district of twice as many courses costs the reads of one course: nothing, if each is found by its keys. */
import type { ReadCase, Transport } from './cases.ts'
import { measureRead } from './measure.ts'
import type { Running } from './processes.ts'
import type { GrowthRow } from './report.ts'

type Options = {
  /** The servers of the district and of that which is twice as large. */
  one: Running
  two: Running
  reads: { one: ReadCase[]; two: ReadCase[] }
  wanted: (name: string) => boolean
  transports: readonly Transport[]
  seconds: number
  times: number
  say: (line: string) => void
}

/** Each read of both in turn, as often as told; the median of the changes counts. Handing in is no list, and is left out. */
export const measureGrowth = async ({ one, two, reads, ...options }: Options): Promise<GrowthRow[]> => {
  const rows: GrowthRow[] = []
  for (const [nth, read] of reads.one.entries()) {
    const larger = reads.two[nth]
    if (!larger || read.name === 'submit' || !options.wanted(read.name)) continue
    for (const transport of options.transports.filter((each) => read.request[each])) {
      const tries: GrowthRow[] = []
      for (let time = 0; time < options.times; time += 1) {
        const { rps } = await measureRead(one, read, transport, options.seconds)
        const { rps: twiceRps } = await measureRead(two, larger, transport, options.seconds)
        tries.push({ name: read.name, transport, rps, twiceRps, change: rps / twiceRps - 1 })
      }
      tries.sort((a, b) => a.change - b.change)
      rows.push(tries[Math.floor(tries.length / 2)] as GrowthRow)
      options.say(`  ${read.name}, ${transport}`)
    }
  }
  return rows
}
