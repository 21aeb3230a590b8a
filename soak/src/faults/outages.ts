/** Databases that go away and come back while a server runs on them. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { wayTo } from '../../../test/testing/way.ts'

export type Outage = {
  /** What the server is given for its database. */
  url: string
  away: () => Promise<void>
  back: () => Promise<void>
  end: () => Promise<void>
}

/** So long the answers alone are lost, before the connections are: whoever commits then does not hear of it. */
const deafMs = 60

/** The way to the database is cut; every second time answers are lost first. */
export const cutWay = async (url: string): Promise<Outage> => {
  const way = await wayTo(new URL(url))
  let cuts = 0
  let isOpen = true
  const close = async (): Promise<void> => {
    if (!isOpen) return
    isOpen = false
    cuts += 1
    await way.close(cuts % 2 === 0 ? { deafMs } : {})
  }
  return {
    url: way.url,
    away: close,
    back: async () => {
      await way.open()
      isOpen = true
    },
    end: close,
  }
}

const run = promisify(execFile)

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => done(port))
    })
  })

const debianFolder = '/usr/lib/postgresql'

/** The newest PostgreSQL that Debian has installed; null where there is none. */
const binaries = async (): Promise<string | null> => {
  const versions = existsSync(debianFolder) ? await readdir(debianFolder) : []
  const newest = versions
    .sort((a, b) => Number(a) - Number(b))
    .findLast((version) => existsSync(join(debianFolder, version, 'bin/initdb')))
  return newest === undefined ? null : join(debianFolder, newest, 'bin')
}

/**
 * A PostgreSQL of our own in a temporary folder, which goes away as in a crash: `pg_ctl stop -m immediate`.
 * @returns why there is none, where there cannot be one
 */
export const ownCluster = async (): Promise<Outage | string> => {
  const bin = await binaries()
  if (bin === null) return `${debianFolder} has no PostgreSQL`
  const folder = await mkdtemp(join(tmpdir(), 'cpr-cluster-'))
  try {
    return await startCluster(bin, folder)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    return `it could not be started: ${String(error).split('\n')[0]}`
  }
}

const startCluster = async (bin: string, folder: string): Promise<Outage> => {
  // PostgreSQL does not run as root.
  const asRoot = userInfo().uid === 0
  const postgres = async (program: string, args: string[]): Promise<string> => {
    const command = [join(bin, program), ...args]
    const [first = '', ...rest] = asRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command
    return (await run(first, rest, { cwd: folder })).stdout
  }
  if (asRoot) {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
    )
    await chown(folder, uid as number, gid as number)
  }
  const data = join(folder, 'data')
  const port = await freePort()
  const control = (...args: string[]) => postgres('pg_ctl', ['-D', data, '-w', '-s', ...args])
  // Its log is a file: whoever inherits this process's output would keep it open.
  const start = () => control('-l', join(folder, 'log'), '-o', `-p ${port} -k ${folder} -h 127.0.0.1`, 'start')
  const stop = () => control('-m', 'immediate', 'stop')
  await postgres('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'])
  await start()
  let isUp = true
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    away: async () => {
      isUp = false
      await stop()
    },
    back: async () => {
      await start()
      isUp = true
    },
    end: async () => {
      if (isUp) await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
