import { en } from './en.ts'

/** What a translation has to say: a language is another object of this shape. */
export type Messages = typeof en

/** Every text of the client, in the language of this page. */
export const text: Messages = en
