/**
 * The embedded PostgreSQL: PGlite behind a socket, in a process of its own so that a long query never blocks the
 * server's event loop. Started by `start.ts`; ends by itself when its parent does.
 */
import { subscribe } from 'node:diagnostics_channel'
import { readFileSync, rmSync } from 'node:fs'
import type { Socket } from 'node:net'
import { dirname } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { releaseLock, takeLock } from './lock.ts'
import type { ChildMessage, ChildOptions } from './protocol.ts'

const options = JSON.parse(process.argv[2] ?? '{}') as ChildOptions
/** Resolves once the message is out, so that it is not lost where this process ends upon it. */
const tell = (message: ChildMessage): Promise<void> =>
  new Promise((done) => {
    if (process.send) process.send(message, () => done())
    else done()
  })

let close = async (): Promise<void> => {}
let closing = false
const end = async (): Promise<void> => {
  if (closing) return
  closing = true
  await close().catch(() => {})
  if (options.lockFile) releaseLock(options.lockFile)
  // The parent made the folder; killed, it cannot remove it.
  if ('path' in options.listen) rmSync(dirname(options.listen.path), { recursive: true, force: true })
  process.exit(0)
}
process.on('disconnect', end)
process.on('message', (message) => {
  if (message === 'stop') void end()
})
// Ctrl-C reaches the whole process group: the parent decides when this process ends.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

/**
 * PGlite's socket writes each message of an answer by itself, four and more a statement. Held until this turn of the event loop is
 * over, they are one packet, which costs both sides a tenth less.
 */
const writeTogether = (socket: Socket): void => {
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean
  socket.write = ((...args: unknown[]) => {
    if (socket.writableCorked === 0) {
      socket.cork()
      setImmediate(() => socket.uncork())
    }
    return write(...args)
  }) as typeof socket.write
}

const start = async (): Promise<void> => {
  if (options.lockFile) {
    const holder = await takeLock(options.lockFile, 3000)
    if (holder) {
      await tell({ kind: 'locked', pid: holder.pid })
      process.exit(0)
    }
  }
  const db = await PGlite.create({
    ...(options.dataDir ? { dataDir: options.dataDir } : {}),
    ...(options.template ? { loadDataDir: new Blob([readFileSync(options.template)]) } : {}),
  })
  const server = new PGLiteSocketServer({
    db,
    maxConnections: 1,
    ...('path' in options.listen ? { path: options.listen.path } : { host: '127.0.0.1', port: options.listen.port }),
  })
  subscribe('net.server.socket', (message) => writeTogether((message as { socket: Socket }).socket))
  await server.start()
  close = async () => {
    await server.stop()
    await db.close()
  }
  process.on('message', (message) => {
    if (message !== 'dump') return
    void db.dumpDataDir('none').then(async (file) => {
      await tell({ kind: 'dump', base64: Buffer.from(await file.arrayBuffer()).toString('base64') })
    })
  })
  await tell({ kind: 'ready' })
}

start().catch(async (error: unknown) => {
  if (options.lockFile) releaseLock(options.lockFile)
  await tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) })
  process.exit(1)
})
