/** What names a person, and how it is taken out of texts: pure. */
import type { Json } from '../json.ts'

export type Person = { username: string; name: string; email: string; externalId: string }

/** What names somebody, the longest first, so that nothing of a full name is left behind by its first word. */
export const namesOf = ({ username, name, email, externalId }: Person): string[] =>
  [...new Set([username, name, email, externalId].map((part) => part.trim()).filter((part) => part !== ''))].sort(
    (one, other) => other.length - one.length,
  )

export type Replace = (text: string) => string

/** Puts `pseudonym` in place of every name that stands as a word of its own: `ava` in `ava's` and `ava_1.wav`, not in `Java`. */
export const replacer = (names: string[], pseudonym: string): Replace => {
  if (names.length === 0) return (text) => text
  const words = names.map((name) => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|')
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`, 'giu')
  return (text) => text.replace(pattern, pseudonym)
}

/** The same in every text of a JSON value, its keys, and texts that are JSON themselves. */
export const replaceInJson = (value: Json, replace: Replace): Json => {
  if (typeof value === 'string') return replaceInText(value, replace)
  if (Array.isArray(value)) return value.map((item) => replaceInJson(item, replace))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [replace(key), replaceInJson(item, replace)] as const),
    )
  return value
}

const replaceInText = (text: string, replace: Replace): string => {
  if (!/^[{[]/.test(text)) return replace(text)
  try {
    return JSON.stringify(replaceInJson(JSON.parse(text) as Json, replace))
  } catch {
    return replace(text)
  }
}

/** How a name may stand in a column, as a text or within JSON within JSON. */
export const needlesOf = (names: string[]): string[] => {
  const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)
  return [...new Set(names.flatMap((name) => [name, inJson(name), inJson(inJson(name))]))]
}
