/** The server of the tour: a process of its own, known by what it prints. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Server = { address: string; passwords: Map<string, string>; stop: () => Promise<number | null> }

/** Starts the server on a free port with a demo, and waits until it says where it is. */
export const startServer = async (environment: NodeJS.ProcessEnv): Promise<Server> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cpr-tour-'))
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../apps/server/main.js')], {
    env: { ...environment, DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', NODE_ENV: 'development', SEED_DEMO: 'yes' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM')
    const status = await ended
    rmSync(dataDir, { recursive: true, force: true })
    return status
  }
  try {
    return { ...(await readAnnouncement(child, ended)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const lastPerson = 'liam'

/** Reads the address and the demo sign-ins off what the server prints. */
const readAnnouncement = async (child: ChildProcess, ended: Promise<number | null>) => {
  let printed = ''
  const announced = new Promise<void>((done) => {
    child.stdout?.on('data', (chunk) => {
      printed += chunk
      if (printed.includes('MusicCPR is at') && new RegExp(`^ +${lastPerson} .*\n`, 'm').test(printed)) done()
    })
  })
  const failed = ended.then((status) => {
    throw new Error(`The server ended with status ${status} before it was up:\n${printed}`)
  })
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`The server was not up after 60 s:\n${printed}`)), 60_000).unref()
  })
  await Promise.race([announced, failed, late])
  const address = /MusicCPR is at (\S+)/.exec(printed)?.[1] as string
  const lines = printed.matchAll(/^ {2}(\w+) +([a-z0-9]{4}(?:-[a-z0-9]{4}){2}) /gm)
  return { address, passwords: new Map([...lines].map(([, name, password]) => [name as string, password as string])) }
}
