export type Place = { row: number; column: number }

/** Where a key leads in a grid; null for keys that lead nowhere. */
export const moveIn = ({ row, column }: Place, key: string, size: { rows: number; columns: number }): Place | null => {
  const at = (nextRow: number, nextColumn: number): Place => ({
    row: Math.min(size.rows - 1, Math.max(0, nextRow)),
    column: Math.min(size.columns - 1, Math.max(0, nextColumn)),
  })
  switch (key) {
    case 'ArrowDown':
      return at(row + 1, column)
    case 'ArrowUp':
      return at(row - 1, column)
    case 'ArrowRight':
      return at(row, column + 1)
    case 'ArrowLeft':
      return at(row, column - 1)
    case 'Home':
      return at(row, 0)
    case 'End':
      return at(row, size.columns - 1)
    case 'PageDown':
      return at(row + 10, column)
    case 'PageUp':
      return at(row - 10, column)
    default:
      return null
  }
}
