/** One process that serves: alone, or as one of the workers of `main.ts`. */
import cluster from 'node:cluster'
import type { AddressInfo } from 'node:net'
import { type Database, demo, openDatabase, systemContext } from '@cpr/domain'
import { webFolder } from '@cpr/web'
import fastify, { type FastifyInstance } from 'fastify'
import { type Env, readEnv } from './env.ts'
import { keepHouse } from './housekeeping.ts'
import { releaseMemory } from './memory.ts'
import { createServer } from './server.ts'
import { createServices } from './services.ts'
import { createUploadStore } from './upload-store.ts'
import { hasWebClient } from './web.ts'
import type { Announcement } from './workers.ts'

/** Of several workers the first one alone: they all do the same. */
const speaks = (cluster.worker?.id ?? 1) === 1

const say = (line: string): void => {
  if (speaks) console.log(line)
}

const fail = (line: string): never => {
  console.error(line)
  process.exit(1)
}

const open = async (env: Env): Promise<Database> => {
  say(env.databaseUrl ? 'Connecting to PostgreSQL …' : `Opening the embedded database in ${env.dataDir} …`)
  return openDatabase({
    url: env.databaseUrl,
    dataDir: env.dataDir,
    onProgress: say,
    onExit: (reason) => fail(`The embedded database ended (${reason}). Start again: what was acknowledged is kept.`),
  })
}

const prepare = (database: Database, env: Env): Promise<void> =>
  database.exclusively(async () => {
    const applied = await database.migrate()
    if (applied.length > 0) say(`Migrated the database (${applied.join(', ')}).`)
    const ctx = systemContext(database.db)
    if (!(await demo.isEmpty(ctx))) return
    if (!env.seedDemo) {
      say('The database is empty. "npm run cpr -- seed library" adds instruments, activities and tunes,')
      say('"npm run cpr -- create-user NAME --superuser" the first administrator.')
      return
    }
    say('Seeding the demo …')
    // Shown at once: whatever goes wrong after this, nobody could find the passwords out later.
    showSignIns(await demo.seedDemo(ctx, { onProgress: (message) => say(`  ${message}`) }))
  })

const showSignIns = (signIns: demo.SignIn[]): void => {
  say('\nDemo sign-ins, shown this once ("npm run cpr -- set-password NAME" makes a new one):')
  const width = Math.max(...signIns.map(({ username }) => username.length))
  for (const { username, password, who } of signIns) say(`  ${username.padEnd(width)}  ${password}  ${who}`)
}

const listen = async (server: FastifyInstance, { port, host }: Env): Promise<string> => {
  try {
    await server.listen({ port, host })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new Error(`Port ${port} is busy: stop what listens there, or set PORT to another.`)
    if (code === 'EACCES') throw new Error(`Port ${port} is not for this user: set PORT to one above 1023.`)
    if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
      throw new Error(`This machine has no address ${host}: set HOST to one it has, such as localhost or 0.0.0.0.`)
    throw error
  }
  // With PORT=0 the system chose one.
  const listening = server.server.address() as AddressInfo | null
  return `http://${host.includes(':') ? `[${host}]` : host}:${listening?.port ?? port}`
}

const settledMs = 1000

const mostSecondsToFinish = 25

const stopOnSignal = (server: FastifyInstance, database: Database, endHousekeeping: () => Promise<void>): void => {
  let stopping = false
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return
    stopping = true
    if (cluster.isPrimary) say(`${signal}: finishing what is running …`)
    // An upload by a bad wifi can take half an hour: whoever runs the server waits so long and no longer.
    const deadline = setTimeout(() => {
      say('Breaking off what is still running.')
      server.server.closeAllConnections()
    }, mostSecondsToFinish * 1000)
    await server.close()
    clearTimeout(deadline)
    await endHousekeeping()
    await database.close()
    if (cluster.isPrimary) say('Stopped.')
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))
}

/** Workers tell whoever looks after them, who speaks when all of them serve. */
const announce = (address: string): void => {
  if (cluster.isWorker) process.send?.({ serving: address } satisfies Announcement)
  else say(`\nMusicCPR is at ${address}`)
}

/** Stops before the long work where the address cannot be had: a first start would migrate and seed for nothing. */
const checkAddress = async (env: Env): Promise<void> => {
  const probe = fastify()
  await listen(probe, env)
  await probe.close()
}

/** Whoever runs the REST surface alone brings a database of their own. */
const readOptions = (): { env: Env; only?: 'legacy-rest' } => {
  const env = readEnv()
  if (!process.argv.includes('--legacy-rest')) return { env }
  if (env.databaseUrl === undefined)
    throw new Error('The REST surface alone runs on PostgreSQL: set DATABASE_URL, such as postgres://user@host/name.')
  return { env: { ...env, seedDemo: env.seedDemoAsked }, only: 'legacy-rest' }
}

/** @throws {Error} in one line, for whoever starts it */
export const serve = async (): Promise<void> => {
  const { env, ...only } = readOptions()
  // Another worker that listened for a moment would be handed requests.
  if (speaks) await checkAddress(env)
  const database = await open(env)
  try {
    await prepare(database, env)
    const services = await createServices(env, database, say)
    const isBuilt = hasWebClient(webFolder)
    if (!isBuilt && !only.only)
      say('The web client is not built ("npm run build" does that): the procedures answer alone.')
    const server = await createServer({
      database,
      services,
      logLevel: env.logLevel,
      secureCookies: env.production,
      trustProxy: env.trustProxy,
      uploads: await createUploadStore(env),
      webFolder: isBuilt ? webFolder : undefined,
      corsOrigins: env.corsOrigins,
      metricsToken: env.metricsToken,
      shedsLoad: true,
      ...only,
    })
    const address = await listen(server, env)
    stopOnSignal(server, database, keepHouse(database, services, say))
    announce(address)
    // Whoever waited for the server to be up is answered first.
    setTimeout(releaseMemory, settledMs).unref()
  } catch (error) {
    await database.close()
    throw error
  }
}
