import { createHmac, timingSafeEqual } from 'node:crypto'

/** How long an address of a recording opens it: a lesson, and time to spare. */
const lifetimeMs = 4 * 3600 * 1000

/** Addresses change once an hour, so that a browser finds again in its cache what it has heard already. */
const stepMs = 3600 * 1000

const sign = (secret: string, key: string, expires: number): string =>
  createHmac('sha256', secret).update(`${expires}:${key}`).digest('base64url')

const pathOf = (key: string): string => `/media/${key.split('/').map(encodeURIComponent).join('/')}`

/** The address of a file that everybody may open: the library's samples. */
export const publicAddress = (key: string): string => pathOf(key)

/** The address of a student's file, from the site's root; it stops opening it 4 to 5 hours after `now`. */
export const signedAddress = (secret: string, key: string, now: Date): string => {
  const expires = Math.floor(now.getTime() / stepMs) * stepMs + stepMs + lifetimeMs
  if (hour.secret !== secret || hour.expires !== expires || hour.addresses.size >= mostKept)
    hour = { secret, expires, addresses: new Map() }
  const known = hour.addresses.get(key)
  if (known !== undefined) return known
  const address = `${pathOf(key)}?expires=${expires}&signature=${sign(secret, key, expires)}`
  hour.addresses.set(key, address)
  return address
}

/** Some megabytes. */
const mostKept = 20_000

/** The addresses of this hour: within it they do not change, and a list of a course asks for thousands. */
let hour = { secret: '', expires: 0, addresses: new Map<string, string>() }

/** Whether `expires` and `signature` of an address open the file of `key` now. */
export const opensFile = (
  secret: string,
  key: string,
  query: { expires?: unknown; signature?: unknown },
  now: Date,
) => {
  if (typeof query.expires !== 'string' || typeof query.signature !== 'string') return false
  const expires = Number(query.expires)
  if (!Number.isSafeInteger(expires) || expires <= now.getTime()) return false
  const [given, right] = [query.signature, sign(secret, key, expires)].map((text) => Buffer.from(text))
  return given !== undefined && right !== undefined && given.length === right.length && timingSafeEqual(given, right)
}
