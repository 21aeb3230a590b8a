/** Starts the embedded database as a child process and says how a `pg` pool reaches it. */
import { type ChildProcess, fork } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { PoolConfig } from 'pg'
import { DatabaseSetupError } from '../errors.ts'
import type { ChildMessage, ChildOptions } from './protocol.ts'

export type EmbeddedOptions = {
  /** Folder that holds `db/` and the lock; in memory without it. */
  dataDir?: string
  /** A packed database (see `dump`) to begin with where there is none yet. */
  template?: string
  /** Called when the child ends though nobody asked it to. */
  onExit?: (reason: string) => void
}

export type EmbeddedDatabase = {
  /** One connection and no more: a second one breaks the socket's protocol. */
  poolConfig: PoolConfig
  pid: number
  /** The whole database folder, packed as tar. */
  dump: () => Promise<Buffer>
  close: () => Promise<void>
}

const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const server = createServer()
    server.on('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })

/** Makes a folder and those above it. Node's own `recursive` never returns where a file system refuses with ENOENT: /proc. */
const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return
    if (code !== 'ENOENT' || existsSync(dirname(folder))) throw error
    makeFolder(dirname(folder))
    makeFolder(folder)
  }
}

/** @throws {DatabaseSetupError} where the folder cannot be made or written */
const prepareFolder = (dataDir: string): void => {
  try {
    makeFolder(dataDir)
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new DatabaseSetupError(
      `The data folder ${dataDir} cannot be written (${code}): give this user the right to, or set DATA_DIR to another folder.`,
      { cause: error },
    )
  }
}

/** @throws {DatabaseSetupError} where the child ends without another word */
const nextMessage = (child: ChildProcess, stderr: () => string): Promise<ChildMessage> =>
  new Promise((done, fail) => {
    const onMessage = (message: unknown): void => {
      child.off('close', onClose)
      done(message as ChildMessage)
    }
    // Not `exit`, which may come before the last message and the last line of stderr.
    const onClose = (code: number | null, signal: string | null): void => {
      child.off('message', onMessage)
      fail(new DatabaseSetupError(`The embedded database ended (${signal ?? `exit code ${code}`}). ${stderr()}`))
    }
    child.once('message', onMessage)
    child.once('close', onClose)
  })

/** Without a callback a child that is gone already would end this process: `nextMessage` and `exit` tell of it instead. */
const send = (child: ChildProcess, message: 'dump' | 'stop'): void => {
  child.send(message, () => {})
}

/**
 * @throws {DatabaseSetupError} where the folder cannot be written, another process uses it, or the database is damaged
 */
export const startEmbedded = async ({ dataDir, template, onExit }: EmbeddedOptions): Promise<EmbeddedDatabase> => {
  const folder = dataDir === undefined ? undefined : resolve(dataDir)
  if (folder) prepareFolder(folder)
  const databaseFolder = folder && join(folder, 'db')
  const exists = databaseFolder !== undefined && existsSync(join(databaseFolder, 'PG_VERSION'))

  // The socket opens the database without a password: a folder that only this user enters. Windows has none.
  const socketFolder = process.platform === 'win32' ? undefined : mkdtempSync(join(tmpdir(), 'cpr-'))
  const port = socketFolder ? 5432 : await freePort()
  const options: ChildOptions = {
    ...(databaseFolder ? { dataDir: databaseFolder } : {}),
    ...(folder ? { lockFile: join(folder, 'lock') } : {}),
    ...(template && !exists ? { template } : {}),
    listen: socketFolder ? { path: join(socketFolder, '.s.PGSQL.5432') } : { port },
  }
  const child = fork(join(import.meta.dirname, 'child.ts'), [JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
  })
  let stderr = ''
  child.stderr?.on('data', (chunk) => {
    stderr = (stderr + chunk).slice(-500)
  })
  const removeSocket = (): void => {
    if (socketFolder) rmSync(socketFolder, { recursive: true, force: true })
  }

  const message = await nextMessage(child, () => stderr).catch((error) => {
    removeSocket()
    throw error
  })
  if (message.kind !== 'ready') {
    removeSocket()
    child.kill('SIGKILL')
    throw new DatabaseSetupError(
      message.kind === 'locked'
        ? `The database in ${folder} is in use by another MusicCPR process (${message.pid}): stop that one first, or set DATA_DIR to another folder.`
        : `The embedded database in ${folder ?? 'memory'} could not be opened (${'reason' in message ? message.reason : message.kind}): restore it from a backup, or set DATA_DIR to another folder.`,
    )
  }

  let stopping = false
  const ended = new Promise<void>((done) => {
    child.once('exit', (code, signal) => {
      removeSocket()
      if (!stopping) onExit?.(signal ?? `exit code ${code}`)
      done()
    })
  })

  return {
    poolConfig: {
      host: socketFolder ?? '127.0.0.1',
      port,
      user: 'postgres',
      database: 'postgres',
      max: 1,
      idleTimeoutMillis: 0,
    },
    pid: child.pid as number,
    dump: async () => {
      const answer = child.connected ? nextMessage(child, () => stderr) : undefined
      send(child, 'dump')
      const dumped = await answer
      if (dumped?.kind !== 'dump') throw new DatabaseSetupError('The embedded database could not be packed.')
      return Buffer.from(dumped.base64, 'base64')
    },
    close: async () => {
      stopping = true
      send(child, 'stop')
      await ended
    },
  }
}
