/** The processes that are measured: each a child of its own, on a free port of the loopback. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Usage } from './probe.ts'

export type Running = {
  address: string
  /** From being started to its first answer. */
  startMs: number
  /** Errors in its log that nobody foresaw, each once, with its stack: the first of them where there are many. */
  errors: () => string[]
  /** What it used since it was asked last. */
  usage: () => Promise<Usage>
  stop: () => Promise<void>
  /** Ends it in the midst of whatever it does. */
  kill: () => Promise<void>
}

type Options = {
  script: string
  env: Record<string, string>
  /** Finds the address in what it prints. */
  announces: RegExp
  /** Answers once it is up. */
  ready: string
}

/** So that the probe, which is loaded first of all, does not bring the stripper of types with it. */
const cache = join(import.meta.dirname, '../../node_modules/.cache/node')

const startUpMs = 120_000

/** @throws {Error} with what it printed, where it ends before it is up */
export const startProcess = async ({ script, env, announces, ready }: Options): Promise<Running> => {
  const began = performance.now()
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(
    process.execPath,
    ['--import', join(import.meta.dirname, 'probe.ts'), join(import.meta.dirname, '../..', script)],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { PATH, HOME, NODE_COMPILE_CACHE: cache, HOST: '127.0.0.1', PORT: '0', ...env },
    },
  )
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    await ended
  }
  const stop = () => end('SIGTERM')
  const errors = errorsOf(child)
  try {
    const address = await announcement(child, announces)
    while (!(await fetch(`${address}${ready}`).then(({ ok }) => ok))) await new Promise((wait) => setTimeout(wait, 5))
    const startMs = performance.now() - began
    return { address, startMs, errors, usage: () => ask(child), stop, kill: () => end('SIGKILL') }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The server as it is run for real, without the demo. */
export const startServer = (env: Record<string, string>, workers = 1): Promise<Running> =>
  startProcess({
    script: 'apps/server/main.js',
    env: { ...env, WORKERS: String(workers), NODE_ENV: 'production', SEED_DEMO: 'no' },
    announces: /MusicCPR is at (\S+)/,
    ready: '/readyz',
  })

const announcement = (child: ChildProcess, pattern: RegExp): Promise<string> =>
  new Promise((done, fail) => {
    let printed = ''
    const hear = (chunk: Buffer): void => {
      printed += chunk
      const [, address] = pattern.exec(printed) ?? []
      if (address !== undefined) done(address)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', (status) => fail(new Error(`It ended with status ${status}:\n${printed}`)))
    setTimeout(() => fail(new Error(`It was not up after ${startUpMs / 1000} s:\n${printed}`)), startUpMs).unref()
  })

/** The log's number for errors; what is worse has a higher one. */
const errorLevel = 50
/** That the database is away is answered as it should be. */
const foreseen = ['unavailable', 'SERVICE_UNAVAILABLE']
const mostErrors = 10

type LogLine = { level?: number; msg?: string; err?: { message?: string; stack?: string; code?: string } }

const errorsOf = (child: ChildProcess): (() => string[]) => {
  const errors = new Set<string>()
  const hear = (line: string): void => {
    if (!line.startsWith('{') || errors.size >= mostErrors) return
    const { level = 0, msg, err }: LogLine = JSON.parse(line)
    if (level >= errorLevel && !foreseen.includes(err?.code ?? ''))
      errors.add([msg, err?.code, err?.stack ?? err?.message].filter(Boolean).join(' '))
  }
  if (child.stdout) createInterface({ input: child.stdout }).on('line', hear)
  return () => [...errors]
}

const ask = (child: ChildProcess): Promise<Usage> =>
  new Promise((done) => {
    child.once('message', (usage) => done(usage as Usage))
    child.send('usage')
  })
