/** Positions within lists, from 1 and each there once: as the source has them, or numbered anew where it has not. */
export const createPositions = () => {
  const lists = new Map<number | null, { id: number; order: number | null }[]>()
  let numbered: Map<number, number> | undefined

  const number = (): Map<number, number> => {
    const positions = new Map<number, number>()
    for (const rows of lists.values()) {
      const orders = rows.map(({ order }) => order)
      if (orders.every((order) => order !== null && order >= 1) && new Set(orders).size === orders.length) continue
      const sorted = [...rows].sort((a, b) => (a.order ?? 0) - (b.order ?? 0) || a.id - b.id)
      for (const [index, { id }] of sorted.entries()) positions.set(id, index + 1)
    }
    return positions
  }

  return {
    add: (list: number | null, id: number, order: number | null): void => {
      lists.set(list, [...(lists.get(list) ?? []), { id, order }])
    },
    /** The position of a row, once all are in. */
    of: (id: number, order: number | null): number => {
      numbered ??= number()
      return numbered.get(id) ?? order ?? 1
    },
  }
}
