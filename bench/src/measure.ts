/** Drives a process and reads off what that cost. */
import autocannon from 'autocannon'
import type { ReadCase, Request, Transport } from './cases.ts'
import type { FloorName } from './floors.ts'
import type { Running } from './processes.ts'

export type Measured = {
  /** Requests a second. */
  rps: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** SQL statements a request. */
  statements: number
  /** Of an answer, headers included. */
  bytes: number
  /** Of the server's processor, a request. */
  cpuMs: number
  peakRssMb: number
}

const connections = 20

/** @throws {Error} for any answer that is not in order: a refusal would be the fastest of them */
const drive = async (process: Running, requests: Request[], seconds: number): Promise<Measured> => {
  const [first] = requests
  if (!first) throw new Error('There is nothing to ask.')
  await checkAnswer(process, first)
  // Where only whether it works is asked, a few requests do: autocannon's shortest run by time is a second.
  const isShort = seconds < 1
  const once = (duration: number) =>
    autocannon({
      url: process.address,
      connections: Math.min(connections, requests.length * 20),
      ...(isShort ? { amount: connections * 5 } : { duration }),
      requests,
    })
  // Compiles, fills caches and prepares statements, as a server that has been up for a while has.
  if (!isShort) await once(seconds / 2)
  await process.usage()
  const result = await once(seconds)
  const usage = await process.usage()
  if (result.errors + result.timeouts + result.non2xx > 0)
    throw new Error(
      `${first.path}: ${result.errors} errors, ${result.timeouts} timeouts, ${result.non2xx} refusals of ${result.requests.total}.`,
    )
  const answered = result.requests.total
  return {
    rps: answered / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    statements: usage.statements / answered,
    bytes: result.throughput.total / answered,
    cpuMs: usage.cpuMs / answered,
    peakRssMb: usage.peakRssMb,
  }
}

const patienceMs = 15_000

/** Waits where the row before has left the server so busy that it turns requests away. */
const checkAnswer = async ({ address }: Running, { method, path, headers, body }: Request): Promise<void> => {
  const until = performance.now() + patienceMs
  for (;;) {
    const answer = await fetch(address + path, { method, headers, ...(body === undefined ? {} : { body }) })
    if (answer.ok) {
      await answer.arrayBuffer()
      return
    }
    if (answer.status !== 503 || performance.now() > until)
      throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
    await new Promise((wait) => setTimeout(wait, 500))
  }
}

/** @throws {Error} also where the transport has no such request */
export const measureRead = (
  server: Running,
  { name, askers, request }: ReadCase,
  transport: Transport,
  seconds: number,
): Promise<Measured> => {
  const make = request[transport]
  if (!make) throw new Error(`There is no ${name} by ${transport}.`)
  return drive(
    server,
    askers.map(({ userId, course }) => make(course, userId)),
    seconds,
  )
}

export const measureFloor = (
  floor: Running,
  { askers }: ReadCase,
  name: FloorName,
  seconds: number,
): Promise<Measured> =>
  drive(
    floor,
    askers.map(({ userId, course }) => ({
      method: name === 'submit' ? ('POST' as const) : ('GET' as const),
      path: `/floor/${name}?${new URLSearchParams({ first: course, user: String(userId) })}`,
      headers: {},
    })),
    seconds,
  )

/** The time of one request after another, each of them with `between` undone behind it, unmeasured. */
export const measureOneByOne = async (
  server: Running,
  request: Request,
  between: Request,
  seconds: number,
): Promise<Measured> => {
  const times: number[] = []
  let bytes = 0
  let [statements, cpuMs, peakRssMb] = [0, 0, 0]
  const until = performance.now() + seconds * 1000
  while (times.length < 5 || performance.now() < until) {
    await server.usage()
    const began = performance.now()
    const answer = await send(server, request)
    times.push(performance.now() - began)
    const usage = await server.usage()
    bytes += answer
    statements += usage.statements
    cpuMs += usage.cpuMs
    peakRssMb = Math.max(peakRssMb, usage.peakRssMb)
    await send(server, between)
  }
  times.sort((a, b) => a - b)
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(share * times.length))] as number
  const count = times.length
  return {
    rps: 1000 / at(0.5),
    p50: at(0.5),
    p99: at(0.99),
    statements: statements / count,
    bytes: bytes / count,
    cpuMs: cpuMs / count,
    peakRssMb,
  }
}

const send = async ({ address }: Running, { method, path, headers, body }: Request): Promise<number> => {
  const answer = await fetch(address + path, { method, headers, ...(body === undefined ? {} : { body }) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`)
  return text.length
}
