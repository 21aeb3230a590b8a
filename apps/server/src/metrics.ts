/** `/metrics` for Prometheus: of the process, and of every worker together where there are several. */
import cluster from 'node:cluster'
import { timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { Database } from '@cpr/domain'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What a worker asks of the process that looks after it, and what it is told. */
export type MetricsMessage = { metrics: 'please' } | { metrics: 'all'; text: string }

export type MetricsOptions = {
  pool: Database['pool']
  /** Who has it may ask from anywhere; without one, this machine alone. */
  token?: string | undefined
}

/** Seconds; a list is a hundredth of one, an upload may be a minute. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60]

/** Measures requests by their route, never by their address: that names people and files. */
export const measure = (server: FastifyInstance, { pool, token }: MetricsOptions): void => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers,
  })
  const shed = new Counter({
    name: 'http_requests_shed_total',
    help: 'Requests that were told to come back later (503).',
    registers,
  })
  new Gauge({
    name: 'database_connections',
    help: 'Connections to the database that are open.',
    registers,
    collect() {
      this.set(pool.totalCount)
    },
  })
  new Gauge({
    name: 'database_requests_waiting',
    help: 'What waits for a connection to the database.',
    registers,
    collect() {
      this.set(pool.waitingCount)
    },
  })
  AggregatorRegistry.setRegistries(registry)
  if (cluster.isWorker) new AggregatorRegistry()

  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    // A page that is open for an hour is no request that took one.
    if (String(reply.getHeader('content-type')).startsWith('text/event-stream')) return done()
    duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    if (reply.statusCode === 503) shed.inc()
    done()
  })
  server.get('/metrics', { logLevel: 'silent' }, async (request, reply) => {
    if (!mayAsk(request, token))
      return reply.code(404).send({ error: { message: 'There is nothing at this address.' } })
    const text = (cluster.isWorker && (await askForAll())) || (await registry.metrics())
    return reply.type(registry.contentType).send(text)
  })
}

const mayAsk = ({ headers, ip }: FastifyRequest, token: string | undefined): boolean => {
  if (token === undefined) return isThisMachine(ip)
  const given = Buffer.from(headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

const isThisMachine = (ip: string): boolean =>
  isIP(ip) !== 0 && (ip === '::1' || ip.replace('::ffff:', '').startsWith('127.'))

/** One worker knows its own figures alone; the process that looks after them asks them all. */
const askForAll = (): Promise<string> =>
  new Promise((done) => {
    const hear = (message: Partial<MetricsMessage>): void => {
      if (message.metrics !== 'all' || message.text === undefined) return
      process.off('message', hear)
      done(message.text)
    }
    process.on('message', hear)
    process.send?.({ metrics: 'please' } satisfies MetricsMessage)
  })

/** Answers workers that ask for the figures of all of them. To be called where the workers are looked after. */
export const answerForAll = (): void => {
  const registry = new AggregatorRegistry()
  cluster.on('message', (worker, message: Partial<MetricsMessage>) => {
    if (message.metrics !== 'please') return
    registry
      .clusterMetrics()
      // One that is just starting does not answer: whoever asked has its own figures to tell.
      .catch(() => '')
      .then((text) => worker.send({ metrics: 'all', text } satisfies MetricsMessage))
  })
}
