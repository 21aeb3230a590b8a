import { slugify, uniqueSlug } from '../courses/index.ts'

/**
 * Slugs that are each there once.
 * @returns what takes a slug and the name of its row, and returns the slug if it is free, else the next free one like it
 */
export const freeSlugs = (unnamed: string): ((slug: string, name: string) => string) => {
  const taken = new Set<string>()
  return (slug, name) => {
    const free = uniqueSlug(slug || slugify(name, unnamed), taken)
    taken.add(free)
    return free
  }
}
