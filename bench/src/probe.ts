/**
 * Loaded into the server before anything else: counts what its requests cost, and tells over the channel to whoever
 * started it. The server itself is the one that people run.
 */
import cluster, { type Worker } from 'node:cluster'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isOwnStatement } from '@cpr/db/own-statements'
import pg from 'pg'

/** What the server used since the last time it was asked. */
export type Usage = { statements: number; cpuMs: number; peakRssMb: number; rssMb: number; maxLoopDelayMs: number }

let statements = 0
const { query } = pg.Client.prototype
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  if (!isOwnStatement(args[0])) statements += 1
  return (query as (...args: unknown[]) => unknown).apply(this, args)
} as typeof query

let peakRss = 0
const megabyte = 1024 * 1024
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
setInterval(() => {
  peakRss = Math.max(peakRss, process.memoryUsage.rss())
}, 50).unref()

let cpu = process.cpuUsage()

const usageSinceAsked = (): Usage => {
  const { user, system } = process.cpuUsage(cpu)
  const rss = process.memoryUsage.rss()
  const usage = {
    statements,
    cpuMs: (user + system) / 1000,
    peakRssMb: Math.max(peakRss, rss) / megabyte,
    rssMb: rss / megabyte,
    // The monitor counts its own interval in.
    maxLoopDelayMs: Math.max(0, delay.max / 1e6 - 5),
  }
  statements = 0
  cpu = process.cpuUsage()
  peakRss = 0
  delay.reset()
  return usage
}

/** What the workers of this process used, who have the probe loaded too. */
const usageOfWorkers = (): Promise<Usage[]> =>
  Promise.all(
    Object.values(cluster.workers ?? {})
      .filter((worker) => worker !== undefined)
      .map(askWorker),
  )

const askWorker = (worker: Worker): Promise<Usage> =>
  new Promise((done) => {
    worker.once('message', (usage) => done(usage as Usage))
    worker.send('usage')
  })

const together = (one: Usage, other: Usage): Usage => ({
  statements: one.statements + other.statements,
  cpuMs: one.cpuMs + other.cpuMs,
  peakRssMb: one.peakRssMb + other.peakRssMb,
  rssMb: one.rssMb + other.rssMb,
  maxLoopDelayMs: Math.max(one.maxLoopDelayMs, other.maxLoopDelayMs),
})

process.on('message', async (message) => {
  if (message !== 'usage') return
  const ofWorkers = cluster.isPrimary ? await usageOfWorkers() : []
  process.send?.(ofWorkers.reduce(together, usageSinceAsked()))
})
// The channel alone keeps nobody alive, but for a worker, whose way to its port it is.
if (cluster.isPrimary) process.channel?.unref()
