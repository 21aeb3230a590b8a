/** The floor as a process: a bare Fastify handler over node-postgres, with the pool that the server has. */
import { DatabasePool } from '@cpr/db'
import fastify from 'fastify'
import { readEnv } from './env.ts'
import { type FloorName, floors } from './floors.ts'

const { databaseUrl } = readEnv()
const pool = new DatabasePool({ connectionString: databaseUrl, max: 10 })
const server = fastify()

server.get('/healthz', async () => 'ok')

server.route<{ Params: { name: FloorName }; Querystring: { first: string; user: string } }>({
  method: ['GET', 'POST'],
  url: '/floor/:name',
  handler: async (request, reply) => {
    const { name } = request.params
    const { rows } = await pool.query({
      name,
      text: floors[name],
      values: [request.query.first, Number(request.query.user)],
    })
    reply.header('content-type', 'application/json; charset=utf-8').send(rows[0].body)
    return reply
  },
})

const address = await server.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`The floor is at ${address}\n`)
process.once('SIGTERM', () => void server.close().then(() => pool.end()))
