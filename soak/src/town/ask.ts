/** Requests as they are, addresses that no browser would send included. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http'

export type Request = {
  method: string
  /** With its query, as it goes out. */
  path: string
  token?: string | null
  headers?: Record<string, string>
  body?: Buffer | string | undefined
  /** Whose connections it goes by; one after the other unless told. */
  agent?: Agent
}

export type Answer = {
  status: number
  headers: IncomingHttpHeaders
  /** Its bytes, each a character. */
  text: string
  ms: number
}

const eventStream = { accept: 'text/event-stream' }

const oneByOne = new Agent({ keepAlive: true, maxSockets: 1 })

/** How long a stream is listened to after it began. */
const listenMs = 30

/** After which nobody waits for an answer any more. */
const silentMs = 20_000

/** @throws {Error} where the connection ends without an answer */
export const ask = (
  address: string,
  { method, path, token, headers = {}, body, agent = oneByOne }: Request,
): Promise<Answer> =>
  new Promise((done, fail) => {
    const began = performance.now()
    const { hostname, port } = new URL(address)
    const asked = request(
      {
        hostname,
        port,
        method,
        path,
        agent: headers.accept === eventStream.accept ? false : agent,
        headers: {
          ...(token ? { authorization: `Token ${token}` } : {}),
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = []
        const isStream = answer.headers['content-type']?.startsWith(eventStream.accept)
        const end = (): void => {
          const text = Buffer.concat(chunks).toString('latin1')
          done({ status: answer.statusCode ?? 0, headers: answer.headers, text, ms: performance.now() - began })
        }
        answer.on('data', (chunk: Buffer) => {
          if (isStream && chunks.length === 0) setTimeout(() => answer.destroy(), listenMs)
          chunks.push(chunk)
        })
        answer.once('end', end)
        answer.once('close', end)
        answer.once('error', () => {})
      },
    )
    asked.setTimeout(silentMs, () => asked.destroy(new Error(`${method} ${path.slice(0, 200)} is not answered.`)))
    asked.once('error', fail)
    asked.end(body)
  })

/** The latin1 text of an answer as what it was meant as. */
export const decoded = (text: string): string => Buffer.from(text, 'latin1').toString()

type Procedure = { _def: { type: string } }

/** Queries that answer in chunks. */
const streamed = new Set(['research.export'])

/** How a procedure is called over HTTP. */
export const callOf = (path: string, { _def: { type } }: Procedure, input: unknown): Omit<Request, 'token'> => {
  const json = input === undefined ? undefined : JSON.stringify(input)
  if (type === 'mutation')
    return {
      method: 'POST',
      path: `/trpc/${path}`,
      headers: json === undefined ? {} : { 'content-type': 'application/json' },
      body: json,
    }
  const query = json === undefined ? '' : `?input=${encodeURIComponent(json.toWellFormed())}`
  if (type === 'subscription') return { method: 'GET', path: `/trpc/${path}${query}`, headers: eventStream }
  if (!streamed.has(path)) return { method: 'GET', path: `/trpc/${path}${query}` }
  // What is streamed comes in batches, such as this of one.
  const batch = encodeURIComponent(`{"0":${(json ?? '{}').toWellFormed()}}`)
  return {
    method: 'GET',
    path: `/trpc/${path}?batch=1&input=${batch}`,
    headers: { 'trpc-accept': 'application/jsonl' },
  }
}

/** What a stream says in place of a status. */
export const wasRefused = ({ status, text }: Answer): boolean =>
  status >= 400 || text.includes('event: serialized-error')
