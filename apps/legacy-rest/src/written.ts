/** Answers that are put together as text, where values in them are the same hundreds of times. */

/** The text of a JSON answer, which the serializer leaves as it is. */
export class Written {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** An answer as its text. The type is that of the value, which nobody looks into on the way out. */
export const written = <T>(text: string): T => new Written(text) as T

/** The JSON of each value. */
export const textsOf = <K>(values: Map<K, object>): Map<K, string> =>
  new Map([...values].map(([key, value]) => [key, JSON.stringify(value)]))

/** The JSON of a value's shape, made once for each key. */
export const remembered = <T>(keyOf: (value: T) => unknown, shape: (value: T) => unknown): ((value: T) => string) => {
  const texts = new Map<unknown, string>()
  return (value) => {
    const key = keyOf(value)
    const text = texts.get(key) ?? JSON.stringify(shape(value))
    texts.set(key, text)
    return text
  }
}

/** The JSON of an object: of fields that are values, and of fields `[name, text]` that are JSON already, in this order. */
export const objectOf = (...pieces: (object | readonly [name: string, text: string])[]): string =>
  `{${pieces
    .map((piece) => (Array.isArray(piece) ? `"${piece[0]}":${piece[1]}` : JSON.stringify(piece).slice(1, -1)))
    .join(',')}}`
