/** A way to a PostgreSQL server that can be closed, so that the server seems to be down, and opened again. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export type Way = {
  /** The address of the database by this way. */
  url: string
  open: () => Promise<void>
  /**
   * Breaks every connection off. For `deafMs` before that nothing comes back any more, while what is sent still arrives: what
   * is committed then is not heard of.
   */
  close: (options?: { deafMs?: number }) => Promise<void>
}

/** @param target the address of a database, whose server is reached by the way */
export const wayTo = async (target: URL): Promise<Way> => {
  const sockets = new Set<Socket>()
  const answering = new Map<Socket, Socket>()
  const relay = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket
        .on('error', () => {})
        .on('close', () => {
          other.destroy()
          sockets.delete(socket)
          answering.delete(socket)
        })
      socket.pipe(other)
    }
    answering.set(far, near)
  })
  const listen = (port: number) => new Promise<void>((done) => relay.listen(port, '127.0.0.1', done))
  await listen(0)
  const { port } = relay.address() as AddressInfo
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return {
    url: url.href,
    open: () => listen(port),
    close: async ({ deafMs = 0 } = {}) => {
      const closed = new Promise((done) => relay.close(done))
      for (const [far, near] of answering) far.unpipe(near).resume()
      if (deafMs > 0) await sleep(deafMs)
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
