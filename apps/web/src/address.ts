/** What stands behind the question mark of an address: words that may be missing, whoever wrote them there. */

type Search = Record<string, unknown>

export type Words<K extends string> = { [key in K]?: string }

/** Texts by these names; what is no text counts as missing. A name of digits alone is one, though it is read as a number. */
export const optionalWords =
  <K extends string>(...keys: K[]) =>
  (search: Search): Words<K> =>
    Object.fromEntries(
      keys.flatMap((key) => {
        const value = search[key]
        if (typeof value === 'number') return [[key, String(value)]]
        return typeof value === 'string' && value.trim() !== '' ? [[key, value]] : []
      }),
    ) as Words<K>

const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^[1-9]\d{3}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))

/** Days, `YYYY-MM-DD`, by these names; what is none counts as missing. */
export const optionalDays =
  <K extends string>(...keys: K[]) =>
  (search: Search): Words<K> =>
    Object.fromEntries(keys.flatMap((key) => (isDay(search[key]) ? [[key, search[key]]] : []))) as Words<K>

/** The words of an address with some of them changed; an empty one is left out. */
export const changed = <K extends string>(words: Words<K>, changes: Words<K>): Words<K> =>
  Object.fromEntries(Object.entries({ ...words, ...changes }).filter(([, value]) => value !== '')) as Words<K>
