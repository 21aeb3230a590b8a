/** Requests in the name of somebody of the district. */
import { tokenOf } from '@cpr/bench/district'

export type Asked = {
  /** Unless told, GET, or POST where there is a body. */
  method?: string
  headers?: Record<string, string>
  /** A string is JSON. */
  body?: Buffer | string | FormData
  /** For what goes on for longer than an answer does. */
  signal?: AbortSignal
}

/** Longer than this nobody waits: it hangs. */
export const patienceMs = 20_000

/** That nobody waits any longer, and for what. */
export class TooLong extends Error {
  constructor(path: string) {
    super(`no answer within ${patienceMs / 1000} s by ${path}`)
  }
}

/** Until nobody waits for a path any longer, and with that for a reason. */
const patience = (path: string): AbortSignal => {
  const end = new AbortController()
  setTimeout(() => end.abort(new TooLong(path)), patienceMs).unref()
  return end.signal
}

/** Whether the server says that it cannot just now, and when to come again. */
export const isPutOff = ({ status, headers }: Pick<Response, 'status' | 'headers'>): boolean =>
  status === 503 && headers.has('retry-after')

/**
 * REST and tRPC take the token by schemes of different names.
 * @throws {TooLong} where no answer comes in time, or not all of it: then by whoever reads it
 * @throws {Error} where none comes at all
 */
export const fetchAs = (
  address: string,
  userId: number,
  path: string,
  { method, headers, body, signal }: Asked = {},
): Promise<Response> =>
  fetch(new URL(path, address), {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      authorization: `${path.startsWith('/api/') ? 'Token' : 'Bearer'} ${tokenOf(userId)}`,
      ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: body instanceof Buffer ? new Uint8Array(body) : body }),
    signal: signal ?? patience(path),
  })
