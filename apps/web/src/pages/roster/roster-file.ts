/** Roster files on their way to the server. */

/** Bytes as base64; a roster file has up to some megabytes, too many for one call of `fromCharCode`. */
export const toBase64 = (bytes: Uint8Array): string => {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(binary)
}

export const textToBase64 = (content: string): string => toBase64(new TextEncoder().encode(content))

/** A line of CSV: what could be taken for its signs stands in quotes. */
export const csvLine = (cells: string[]): string =>
  cells
    .map((cell) => (/[",\n\r;\t]/.test(cell) || cell.trim() !== cell ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',')

const syllables = ['ba', 'do', 'fi', 'ga', 'ho', 'ju', 'ka', 'lo', 'mi', 'nu', 'pe', 'ra', 'su', 'ta', 've', 'zo']

/** A first password that a twelve-year-old can read and type: `mi-loka-zope-37`. */
export const readablePassword = (random: Uint8Array): string => {
  const at = (index: number): number => random[index] ?? 0
  const syllable = (index: number): string => syllables[at(index) % syllables.length] ?? ''
  const digits = 10 + (at(6) % 90)
  return `${syllable(0)}${syllable(1)}-${syllable(2)}${syllable(3)}-${syllable(4)}${syllable(5)}-${digits}`
}
