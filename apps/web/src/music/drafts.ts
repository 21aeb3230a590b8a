/** Texts that are being written, kept in this browser until they are handed in. */

const prefix = 'cpr-draft'

/** Where a draft is kept: apart for each person, since a school laptop has many. */
export const draftKey = (userId: number, assignmentId: number): string => `${prefix}:${userId}:${assignmentId}`

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>

/** @returns the draft, or an empty text; also where the browser keeps nothing */
export const readDraft = (storage: Storage, key: string): string => {
  try {
    return storage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

/** Keeps a draft, or forgets it where nothing is left of it. @returns whether it is kept */
export const writeDraft = (storage: Storage, key: string, draft: string): boolean => {
  try {
    if (draft === '') storage.removeItem(key)
    else storage.setItem(key, draft)
    return true
  } catch {
    // Full, or forbidden in a private window.
    return false
  }
}
