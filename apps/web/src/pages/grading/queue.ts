/** Whose work is looked at, and whose is next: pure. */
type Queued = { enrollmentId: number; grade: unknown }

/** The work that an address asks for, else the first that nobody graded, else the first. */
export const currentOf = <T extends Queued>(queue: T[], student: number | undefined): T | null =>
  queue.find(({ enrollmentId }) => enrollmentId === student) ??
  queue.find(({ grade }) => grade === null) ??
  queue[0] ??
  null

/** The next one that nobody graded, going on from the beginning behind the last; null where that is nobody else. */
export const nextUngraded = <T extends Queued>(queue: T[], current: number | undefined): T | null => {
  const at = queue.findIndex(({ enrollmentId }) => enrollmentId === current)
  const around = [...queue.slice(at + 1), ...queue.slice(0, Math.max(0, at))]
  return around.find(({ grade }) => grade === null) ?? null
}

/** The work that came since somebody looked: what is not among the `seen` takes. */
export const arrivals = <T extends { id: number }>(queue: T[], seen: ReadonlySet<number>): T[] =>
  queue.filter(({ id }) => !seen.has(id))
