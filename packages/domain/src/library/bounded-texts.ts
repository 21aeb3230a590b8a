import type { LibraryText } from '../json.ts'

/** The most that is kept: so many answers, of so many characters together (one or two bytes each in memory). */
export type Limits = { answers: number; characters: number }

/** Texts by name. Past the limits those go that were asked for longest ago; one that is past them alone is not kept. */
export const boundedTexts = ({ answers, characters }: Limits) => {
  // A Map goes in the order in which names were put in.
  const texts = new Map<string, LibraryText>()
  let held = 0

  const remove = (name: string): void => {
    held -= texts.get(name)?.text.length ?? 0
    texts.delete(name)
  }

  return {
    get: (name: string): LibraryText | undefined => {
      const found = texts.get(name)
      if (found) {
        texts.delete(name)
        texts.set(name, found)
      }
      return found
    },
    set: (name: string, text: LibraryText): void => {
      if (text.text.length > characters) return
      remove(name)
      texts.set(name, text)
      held += text.text.length
      for (const oldest of texts.keys()) {
        if (texts.size <= answers && held <= characters) break
        remove(oldest)
      }
    },
    clear: (): void => {
      texts.clear()
      held = 0
    },
  }
}
