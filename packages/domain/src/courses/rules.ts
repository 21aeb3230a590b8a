/**
 * A slug of a name, as Django's `slugify(allow_unicode=True)` makes it: letters and digits of any script, lower case,
 * joined by hyphens. Names without any letter give `fallback`.
 */
export const slugify = (name: string, fallback: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_\s-]/gu, '')
    .replace(/[-\s]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, 200) || fallback

/** The slug itself where it is free, else with the lowest free number behind it: `concert-band`, `concert-band-1` … */
export const uniqueSlug = (slug: string, taken: ReadonlySet<string>): string => {
  if (!taken.has(slug)) return slug
  let number = 1
  while (taken.has(`${slug}-${number}`)) number += 1
  return `${slug}-${number}`
}
