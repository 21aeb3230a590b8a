import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'

/**
 * Reads and drops what is left of a body once its answer is out: of a file that was refused, or that came a second time with the
 * same key and had its answer already. Else the connection stays paused in the midst of it, and whatever the client asks on it next
 * never arrives. Node does this by itself only where nobody has begun to read.
 */
export const dropUnreadBodies = (server: FastifyInstance): void => {
  server.addHook('onResponse', (request, _reply, done) => {
    if (!request.raw.complete) drop(request.raw)
    done()
  })
}

const drop = (body: IncomingMessage): void => {
  body.unpipe()
  // Whoever reads it in another way pauses it again with the next chunk.
  body.removeAllListeners('data')
  body.removeAllListeners('readable')
  // Taking the last of them away stops the stream, a tick later.
  process.nextTick(() => body.resume())
}
