import { hash } from 'node:crypto'

/** JSON of somebody else's making, as it is kept. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** An answer as the text of its JSON, for a transport that would do no more than make that text of it. */
export class JsonText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toJSON(): unknown {
    return JSON.parse(this.text)
  }
}

/** An answer that says nothing but what the library holds: the same for everybody who may ask. */
export class LibraryText extends JsonText {
  #tag: string | undefined

  /** The same for the same text, and no other; made once, since an answer that is kept is sent often. */
  get tag(): string {
    this.#tag ??= tagOf(this.text)
    return this.#tag
  }
}

/** A short name of a text, different for every other text. */
export const tagOf = (text: string): string => hash('sha256', text, 'base64url')

/**
 * What PostgreSQL answered as JSON. A transport that asked for text (`asText`) gets it unread, as a `JsonText`: the type is
 * that of the value all the same, since nobody looks into it on the way. Everybody else gets the value.
 */
export const answerOf = <T>({ asText = false }: { asText?: boolean | undefined }, json: string): T =>
  asText ? (new JsonText(json) as T) : JSON.parse(json)
