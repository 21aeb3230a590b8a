import { createHash } from 'node:crypto'
import type { Random } from '../context.ts'

/** A new secret of 256 bits, fit for an address or a header. */
export const newToken = (random: Random): string => Buffer.from(random.bytes(32)).toString('base64url')

/** What is stored of a token: its sha-256 in lower-case hex. A token is random, so no salt is needed. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
