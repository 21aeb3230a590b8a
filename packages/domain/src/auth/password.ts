import { createHash, pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { hash, verify } from '@node-rs/argon2'
import { compare } from '@node-rs/bcrypt'

/** Hashes a password with argon2id, at the parameters that OWASP names as the least: 19 MiB, two rounds. */
export const hashPassword = (password: string): Promise<string> =>
  hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })

/**
 * Of a random password that nobody kept: what a sign-in with a wrong name is checked against, so that it takes as long as
 * any other.
 */
const decoy = '$argon2id$v=19$m=19456,t=2,p=1$ifHsDEzPMSscwrdBgrCxwA$AMO4GVQo+oLniD/EBQe6O2GEDEZhS6wFwWXp2B2ryG8'

const pbkdf2Async = promisify(pbkdf2)

type Check = (password: string, encoded: string) => Promise<boolean>

const argon2: Check = (password, encoded) => verify(encoded, password)

/** `pbkdf2_sha256$<iterations>$<salt>$<base64 key>` */
const djangoPbkdf2: Check = async (password, encoded) => {
  const [, iterations, salt, key] = encoded.split('$')
  const expected = Buffer.from(key ?? '', 'base64')
  const derived = await pbkdf2Async(password, salt ?? '', Number(iterations), 32, 'sha256')
  return expected.length === derived.length && timingSafeEqual(expected, derived)
}

/** `bcrypt_sha256$$2b$…`: bcrypt of the password's sha-256 in hex, which is shorter than the 72 bytes bcrypt reads. */
const djangoBcrypt: Check = (password, encoded) =>
  compare(createHash('sha256').update(password).digest('hex'), encoded.slice('bcrypt_sha256$'.length))

/** Ours, and those that Django writes: accounts that were brought over sign in with the password they have. */
const checks: [prefix: string, check: Check][] = [
  ['$argon2', argon2],
  ['argon2$argon2', (password, encoded) => argon2(password, encoded.slice('argon2'.length))],
  ['pbkdf2_sha256$', djangoPbkdf2],
  ['bcrypt_sha256$', djangoBcrypt],
]

/**
 * Whether a password fits a hash. `null`, for a user who is not there, and a hash of no known format never fit, and take
 * as long as one of ours.
 */
export const verifyPassword = async (password: string, passwordHash: string | null): Promise<boolean> => {
  const check = passwordHash === null ? undefined : checks.find(([prefix]) => passwordHash.startsWith(prefix))?.[1]
  if (!check || passwordHash === null) {
    await argon2(password, decoy)
    return false
  }
  return check(password, passwordHash).catch(() => false)
}

/** Whether a hash is of a format or of parameters that are no longer written: it is renewed at the next sign-in. */
export const isOutdated = (passwordHash: string): boolean => !passwordHash.startsWith('$argon2id$v=19$m=19456,t=2,p=1$')
