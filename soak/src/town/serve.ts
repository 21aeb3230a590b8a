/**
 * A server that listens on the loopback, beside a connection to its own database. In this process: the embedded database opens
 * for one alone, and the checks look into it between one request and the next.
 */
import type { AddressInfo } from 'node:net'
import { type Database, openDatabase } from '@cpr/domain'
import { createServer, createServices, createUploadStore, readEnv } from '@cpr/server'
import type { Place } from '../check.ts'

export type Served = {
  database: Database
  /** `http://127.0.0.1:…` */
  address: string
  /** Where its media lie. */
  mediaFolder: string
  stop: () => Promise<void>
}

export const serve = async (place: Place): Promise<Served> => {
  const env = readEnv({ ...place.env, HOST: '127.0.0.1', LOG_LEVEL: 'silent' })
  const database = await openDatabase({ url: env.databaseUrl, dataDir: env.dataDir })
  const server = await createServer({
    database,
    services: await createServices(env, database, () => {}),
    logLevel: env.logLevel,
    secureCookies: false,
    corsOrigins: env.corsOrigins,
    uploads: await createUploadStore(env),
  })
  await server.listen({ host: env.host, port: 0 })
  return {
    database,
    address: `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mediaFolder: `${env.dataDir}/media`,
    stop: async () => {
      server.server.closeAllConnections()
      await server.close()
      await database.close()
    },
  }
}
