/** The ids of one of our tables while an import goes on. */
export type Ids = {
  add: (id: number) => void
  /** A row that another one takes the place of. */
  merge: (id: number, into: number) => void
  /** Where a reference leads: to the row, or to the one that took its place; null where there is neither. */
  get: (id: number | null) => number | null
  has: (id: number) => boolean
  /** An id behind all that were added or merged. Only once the source's rows are all in. */
  next: () => number
}

export const createIds = (): Ids => {
  const known = new Set<number>()
  const places = new Map<number, number>()
  let highest = 0
  const add = (id: number): void => {
    known.add(id)
    if (id > highest) highest = id
  }
  return {
    add,
    merge: (id, into) => {
      places.set(id, into)
      if (id > highest) highest = id
    },
    get: (id) => (id === null ? null : known.has(id) ? id : (places.get(id) ?? null)),
    has: (id) => known.has(id) || places.has(id),
    next: () => {
      add(highest + 1)
      return highest
    },
  }
}
