/**
 * Several processes behind one port. The first worker prepares the database and alone speaks; the others follow when it
 * serves. One that ends by itself is replaced.
 */
import cluster, { type Worker } from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerForAll } from './metrics.ts'

/** What a worker sends once it listens. */
export type Announcement = { serving: string }

const longestPauseMs = 30_000

/** A worker that served so long did not end because of how it was started. */
const settledMs = 10_000

const say = (line: string): void => console.log(line)

/** Resolves with the address once the worker serves, with null where it ends before. */
const served = (worker: Worker): Promise<string | null> =>
  new Promise((done) => {
    worker.on('message', (message: Partial<Announcement>) => {
      if (message.serving !== undefined) done(message.serving)
    })
    worker.once('exit', () => done(null))
  })

const ended = (worker: Worker): Promise<void> =>
  worker.isDead() ? Promise.resolve() : new Promise((done) => worker.once('exit', () => done()))

/** Starts the workers, and looks after them until it is told to stop; says where they are once all of them serve. */
export const lookAfter = async (count: number): Promise<void> => {
  // One that ends while it is spoken to: that it ended is heard of by itself.
  cluster.on('fork', (worker) => worker.on('error', () => {}))
  answerForAll()
  let stopping = false

  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping) return
    stopping = true
    say(`${signal}: finishing what is running …`)
    await stopAll()
    say('Stopped.')
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))

  /** A worker and its address, once it serves. Where it cannot start it has said why, and that is the end of all. */
  const startOne = async (): Promise<[Worker, string]> => {
    const worker = cluster.fork()
    const address = await served(worker)
    if (address !== null) return [worker, address]
    // Whoever was told to stop waits for the others.
    if (stopping) return new Promise(() => {})
    stopping = true
    await stopAll()
    process.exit(1)
  }

  /** Keeps one place filled. */
  const replace = async (worker: Worker): Promise<void> => {
    let current = worker
    let began = Date.now()
    for (let pause = 1000; ; ) {
      await ended(current)
      if (stopping) return
      const { exitCode, signalCode } = current.process
      console.error(`A worker ended (${signalCode ?? `status ${exitCode}`}); another takes its place.`)
      pause = Date.now() - began > settledMs ? 1000 : Math.min(pause * 2, longestPauseMs)
      await sleep(pause)
      if (stopping) return
      began = Date.now()
      current = cluster.fork()
    }
  }

  const [first, address] = await startOne()
  const others = await Promise.all(Array.from({ length: count - 1 }, startOne))
  if (stopping) return
  for (const worker of [first, ...others.map(([worker]) => worker)]) void replace(worker)
  say(`\nMusicCPR is at ${address}`)
}

const stopAll = async (): Promise<void> => {
  const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
  for (const worker of workers) worker.process.kill('SIGTERM')
  await Promise.all(workers.map(ended))
}
