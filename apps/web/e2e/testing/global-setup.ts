/** One server for all flows: the real program, an embedded database, the demo. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the server is. */
    address: string
    /** Its data folder, with the mails that it did not send. */
    dataDir: string
    /** The passwords of the demo, by username. */
    passwords: Record<string, string>
  }
}

const main = join(import.meta.dirname, '../../../server/main.js')
const patienceMs = 60_000

export default async ({ provide }: TestProject) => {
  const folder = mkdtempSync(join(tmpdir(), 'cpr-e2e-'))
  const dataDir = join(folder, 'data')
  const { PATH = '', HOME = '' } = process.env
  const server = spawn(process.execPath, [main], {
    cwd: folder,
    env: { PATH, HOME, HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((done) => server.once('exit', () => done()))
  const printed = await new Promise<string>((done, fail) => {
    let output = ''
    const late = setTimeout(() => fail(new Error(`The server is not up yet:\n${output}`)), patienceMs)
    server.stdout.setEncoding('utf8').on('data', (chunk) => {
      output += chunk
      if (!/MusicCPR is at \S+\n/.test(output)) return
      clearTimeout(late)
      done(output)
    })
    server.once('exit', () => fail(new Error(`The server ended:\n${output}`)))
  })
  provide('address', /MusicCPR is at (\S+)/.exec(printed)?.[1] ?? '')
  provide('dataDir', dataDir)
  const signIns = printed.matchAll(/^ {2}(\w+) +([a-z0-9]{4}(?:-[a-z0-9]{4}){2}) {2}\S/gm)
  provide('passwords', Object.fromEntries([...signIns].map(([, name, password]) => [name, password])))
  return async () => {
    server.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}
