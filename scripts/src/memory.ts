import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const step = 64_000_000

/**
 * V8 lets garbage pile up to several times of what is in use before it sweeps, since memory is there. A long import shares its
 * machine with a server and a database.
 * @returns what to call now and then: it sweeps when 64 MB have come together
 */
export const sweeper = (): (() => void) => {
  setFlagsFromString('--expose-gc')
  const sweep = runInNewContext('gc') as () => void
  let left = process.memoryUsage().heapUsed
  return () => {
    if (process.memoryUsage().heapUsed < left + step) return
    sweep()
    left = process.memoryUsage().heapUsed
  }
}
