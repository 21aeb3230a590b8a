/** What is wrong with a piece as it was typed, before the server is asked: pure. */
import { text } from '../../text/index.ts'
import type { PieceDraft, PieceFields } from './piece-draft.ts'

const words = text.library

/** An address that a page can make a link of. */
export const isLink = (address: string): boolean => {
  const url = URL.parse(address.trim())
  return url !== null && /^https?:$/.test(url.protocol)
}

export type FieldProblems = Partial<Record<keyof PieceFields, string>>

/** Addresses that were there before stay, even where they are none: somebody else's are not to hold up a save. */
export const fieldProblems = (fields: PieceFields, saved?: PieceFields): FieldProblems => ({
  ...(fields.name.trim() === '' ? { name: text.signIn.missing } : {}),
  ...Object.fromEntries(
    (['video', 'audio'] as const)
      .filter((field) => fields[field].trim() !== '' && fields[field] !== saved?.[field] && !isLink(fields[field]))
      .map((field) => [field, words.noLink]),
  ),
})

/** The part types of parts without a name. */
export const namelessParts = ({ parts }: PieceDraft): Set<string> =>
  new Set(parts.filter(({ name }) => name.trim() === '').map(({ partType }) => partType))

/** How many characters of notation one save takes along: all of a change is one request, whose size has a limit. */
export const mostCharactersAtOnce = 4_000_000
