/** Our programs as real processes, for tests of what whoever starts them sees. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testDatabase } from '@cpr/domain/testing'
import { inject } from 'vitest'

export const onPostgres = process.env.CPR_TEST_DATABASE === 'postgres'

type Environment = Record<string, string>

/** A database that nobody has used yet, as the environment variables that name it to a program. */
export type FreshDatabase = { env: Environment; drop: () => Promise<void> }

let databases = 0

/** An empty data folder, or on PostgreSQL an empty database of the same server as the tests' own. */
export const freshDatabase = async (): Promise<FreshDatabase> => {
  if (!onPostgres) {
    const folder = freshFolder()
    return { env: { DATA_DIR: join(folder, 'data') }, drop: async () => removeFolder(folder) }
  }
  const { pool } = await testDatabase()
  const url = new URL(inject('postgresTemplate'))
  databases += 1
  // Begins like the template, so that a run that broke off is cleared away with it.
  const name = `${url.pathname.slice(1)}_${process.pid}_${databases}`
  url.pathname = `/${name}`
  await pool.query(`CREATE DATABASE ${name}`)
  return {
    env: { DATABASE_URL: url.href },
    drop: async () => {
      await pool.query(`DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

export const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'cpr-process-'))

/** The embedded database may still be closing its files. */
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })

export type Ended = { status: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

export type Program = {
  child: ChildProcess
  /** Resolves with the match once standard output has it; rejects where the program ends without. */
  printed: (pattern: RegExp) => Promise<RegExpExecArray>
  ended: Promise<Ended>
}

const root = join(import.meta.dirname, '../..')
const running = new Set<Program>()

/** Starts a script of this repository with these environment variables and none of the tests' own. */
export const start = (script: string, args: string[], env: Environment, input = ''): Program => {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: tmpdir(),
    env: { PATH, HOME, ...env },
    stdio: 'pipe',
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    stderr += chunk
  })
  // Whoever reads no input may have ended before it is written.
  child.stdin.on('error', () => {}).end(input)

  const ended = new Promise<Ended>((done, fail) => {
    child.once('error', fail)
    child.once('close', (status, signal) => {
      running.delete(program)
      done({ status, signal, stdout, stderr })
    })
  })
  const printed = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((done, fail) => {
      const look = (): void => {
        const match = pattern.exec(stdout)
        if (match) done(match)
      }
      look()
      child.stdout.on('data', look)
      ended.then(() => fail(new Error(`It ended without printing ${pattern}:\n${stdout}${stderr}`)), fail)
    })
  const program: Program = { child, printed, ended }
  running.add(program)
  return program
}

/** Ends what a test that failed has left running. */
export const endPrograms = async (): Promise<void> => {
  await Promise.all(
    [...running].map(({ child, ended }) => {
      child.kill('SIGKILL')
      return ended
    }),
  )
}

export type RunningServer = Program & { address: string }

/** Starts the server, and waits until it says where it is. */
export const startServer = async (env: Environment): Promise<RunningServer> => {
  const program = startingServer(env)
  const [, address = ''] = await program.printed(/MusicCPR is at (\S+)\n/)
  return { ...program, address }
}

/** Starts the server, and waits for nothing. */
export const startingServer = (env: Environment): Program =>
  start('apps/server/main.js', [], { HOST: '127.0.0.1', PORT: '0', ...env })

export const stop = (program: Program): Promise<Ended> => {
  program.child.kill('SIGTERM')
  return program.ended
}

/** Runs the command line to its end. */
export const cpr = (args: string[], env: Environment = {}, input = ''): Promise<Ended> =>
  start('scripts/cpr.js', args, env, input).ended
