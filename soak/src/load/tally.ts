/** How often each thing was asked, how long that took, and what went wrong. */

export type Figures = { count: number; errors: number; p50: number; p99: number; slowest: number }

export type Tally = {
  /** `fault` says what was wrong with the answer; it is left out where nothing was. */
  note: (name: string, ms: number, fault?: string) => void
  /** Times in milliseconds, 0 where nothing was asked. */
  figuresOf: (name: string) => Figures
  /** What was wrong, with how often, the most frequent first. */
  faultsOf: (name: string) => string[]
}

/** The time that a share of them is below; 0 where there are none. */
export const percentile = (times: number[], share: number): number => {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

export const newTally = (): Tally => {
  const times = new Map<string, number[]>()
  const faults = new Map<string, Map<string, number>>()
  const faultsIn = (name: string): [string, number][] => [...(faults.get(name) ?? [])]
  return {
    note: (name, ms, fault) => {
      const known = times.get(name) ?? []
      times.set(name, known)
      known.push(ms)
      if (fault === undefined) return
      const counts = faults.get(name) ?? new Map<string, number>()
      faults.set(name, counts.set(fault, (counts.get(fault) ?? 0) + 1))
    },
    figuresOf: (name) => {
      const all = times.get(name) ?? []
      return {
        count: all.length,
        errors: faultsIn(name).reduce((sum, [, count]) => sum + count, 0),
        p50: percentile(all, 0.5),
        p99: percentile(all, 0.99),
        slowest: percentile(all, 1),
      }
    },
    faultsOf: (name) =>
      faultsIn(name)
        .toSorted(([, one], [, other]) => other - one)
        .map(([fault, count]) => `${count} × ${name} ${fault}`),
  }
}
