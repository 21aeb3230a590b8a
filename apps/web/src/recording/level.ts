/** How loud a microphone hears. */

/** Quieter than this is silence, in decibels below full scale. */
const floorDb = -60
const quietDb = -36
/** Louder than this may already be cut off. */
const loudDb = -1

export type Verdict = 'quiet' | 'good' | 'loud'

/** @returns the loudest of some samples (from -1 to 1) as decibels below full scale, which are 0 or negative */
export const peakOf = (samples: Float32Array): number => {
  let peak = 0
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample))
  return Math.max(floorDb, 20 * Math.log10(Math.min(1, peak) || Number.MIN_VALUE))
}

/** How far a meter goes out, from 0 to 1. */
export const shareOf = (db: number): number => Math.min(1, Math.max(0, 1 - db / floorDb))

export const verdictOf = (db: number): Verdict => (db < quietDb ? 'quiet' : db > loudDb ? 'loud' : 'good')
