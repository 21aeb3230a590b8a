/** Addresses of files in JSON that PostgreSQL writes. It marks where they belong; the secret that signs them stays here. */
import { randomBytes } from 'node:crypto'
import type { Ctx } from '../context.ts'
import { signedAddress } from './signature.ts'

/** Of this process alone, and random: no text of anybody's holds it. A statement that uses `markedFile` is given it. */
export const fileMark = randomBytes(18).toString('base64url')

/** The JSON of a media key between two marks, which `signFiles` makes an address of. */
export const markedFile = (mark: string, column: string): string =>
  `to_json(${mark}::text || ${column} || ${mark}::text)`

/** The JSON with the signed address of each file in the place of its marked key. */
export const signFiles = ({ mediaSecret, clock }: Pick<Ctx, 'mediaSecret' | 'clock'>, json: string): string => {
  const pieces = json.split(fileMark)
  const now = clock.now()
  // Between an odd mark and the next stands a key, as JSON escapes it. An address has nothing to escape.
  for (let nth = 1; nth < pieces.length; nth += 2)
    pieces[nth] = signedAddress(mediaSecret, JSON.parse(`"${pieces[nth]}"`) as string, now)
  return pieces.join('')
}
