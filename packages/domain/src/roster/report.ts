import type { RosterAnswer, RosterOutcome } from './plan-import.ts'

export type RosterReport = {
  /** How many lines came out how. */
  counts: Record<RosterOutcome, number>
  /** One for every line of the file that is not blank, in their order. */
  lines: RosterAnswer[]
}

export const toReport = (lines: RosterAnswer[]): RosterReport => {
  const counts = { create: 0, enroll: 0, 'already there': 0, 'password differs': 0, duplicate: 0, error: 0 }
  for (const { outcome } of lines) counts[outcome] += 1
  return { counts, lines }
}
