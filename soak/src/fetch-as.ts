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

/** Whether the server says that it cannot just now, and when to come again. */
export const isPutOff = ({ status, headers }: Pick<Response, 'status' | 'headers'>): boolean =>
  status === 503 && headers.has('retry-after')

export const isTimeout = (error: unknown): boolean => error instanceof DOMException && error.name === 'TimeoutError'

/**
 * REST and tRPC take the token by schemes of different names.
 * @throws {TooLong} where no answer comes in time
 * @throws {Error} where none comes at all
 */
export const fetchAs = async (
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
    signal: signal ?? AbortSignal.timeout(patienceMs),
  }).catch((error: unknown) => {
    throw isTimeout(error) ? new TooLong(path) : error
  })
