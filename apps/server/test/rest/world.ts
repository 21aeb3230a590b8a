/** A server of the contract's world, on a database of its own. */
import type { AddressInfo } from 'node:net'
import { type Database, systemClock, systemContext, transfer } from '@cpr/domain'
import { ownDatabase, testServices } from '@cpr/domain/testing'
import { createServer } from '@cpr/server'
import type { FastifyInstance } from 'fastify'
import { worldDump } from './stories.ts'

export type RestWorld = {
  database: Database
  server: FastifyInstance
  /** Where it listens: `http://127.0.0.1:…`. */
  base: string
  /** Everything is again as in the contract's data set. */
  reset: () => Promise<void>
  close: () => Promise<void>
}

export const openWorld = async (): Promise<RestWorld> => {
  const database = await ownDatabase()
  // The contract's answers are of now.
  const services = { ...testServices, clock: systemClock }
  const server = await createServer({
    database,
    services,
    logLevel: 'silent',
    secureCookies: false,
    corsOrigins: ['http://localhost:3000'],
  })
  await server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.server.address() as AddressInfo
  const rows = transfer.parseDump(worldDump())
  return {
    database,
    server,
    base: `http://127.0.0.1:${port}`,
    reset: async () => {
      await transfer.loadDump(systemContext(database.db, services), rows, { replace: true })
    },
    close: async () => {
      await server.close()
      await database.close()
    },
  }
}
