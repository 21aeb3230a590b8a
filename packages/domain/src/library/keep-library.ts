/** Answers of the library, kept in a process until the library changes. */
import { type Events, noEvents } from '../events/index.ts'
import { LibraryText } from '../json.ts'
import { boundedTexts, type Limits } from './bounded-texts.ts'

export type Library = {
  /** The answer of this name: the kept one, else what `read` finds, as the text of its JSON. */
  answer: (name: string, read: () => Promise<unknown>) => Promise<LibraryText>
  /** What whoever changed the library calls behind its commit, so that they see it at once: the word of it takes a moment. */
  forget: () => void
}

/** All that pages begin with, searches, and the notation of a few dozen pieces that are being played. */
const usualLimits: Limits = { answers: 500, characters: 8_000_000 }

/**
 * One for each process, over what its database tells. While the listening connection is lost, or not there yet, nothing is
 * kept and nothing kept is used.
 */
export const keepLibrary = (events: Events, limits: Limits = usualLimits): Library => {
  const kept = boundedTexts(limits)
  let version = 0
  let begun = false

  const forget = (): void => {
    version += 1
    kept.clear()
  }

  return {
    forget,
    answer: async (name, read) => {
      // With the first answer: programs that ask for none need no listening connection.
      if (!begun) events.subscribe('library', forget)
      begun = true
      const found = events.isHearing() ? kept.get(name) : undefined
      if (found) return found
      const before = version
      const text = new LibraryText(JSON.stringify(await read()))
      // A change that was told meanwhile may not be in what was read.
      if (before === version && events.isHearing()) kept.set(name, text)
      return text
    },
  }
}

/** For programs that hear nothing, and so keep nothing. */
export const noLibrary: Library = keepLibrary(noEvents)
