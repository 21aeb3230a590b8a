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

/**
 * REST and tRPC take the token by schemes of different names.
 * @throws {Error} where no answer comes, or none in time
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
    signal: signal ?? AbortSignal.timeout(patienceMs),
  })
