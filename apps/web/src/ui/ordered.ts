/** The row at `from` moved to `to`; places that are not there change nothing. */
export const moved = <T>(rows: readonly T[], from: number, to: number): T[] => {
  const row = rows[from]
  if (row === undefined || to < 0 || to >= rows.length) return [...rows]
  return rows.filter((_, at) => at !== from).toSpliced(to, 0, row)
}
