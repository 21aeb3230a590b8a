import type { Random } from '../context.ts'

// Without the letters and digits that are taken for one another when read off a slip of paper.
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password to hand out: three groups of four characters (59 bits), easy to read and to type. */
export const newPassword = (random: Random): string => {
  const letters: string[] = []
  while (letters.length < 12) {
    for (const byte of random.bytes(16)) {
      // Bytes past the last whole multiple would make the first letters more likely.
      if (byte < 256 - (256 % alphabet.length) && letters.length < 12)
        letters.push(alphabet[byte % alphabet.length] as string)
    }
  }
  return [0, 4, 8].map((start) => letters.slice(start, start + 4).join('')).join('-')
}
