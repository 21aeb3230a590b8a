/** Random numbers that come again with the same seed. */

export type Random = {
  seed: number
  /** A whole number from `from` to `to`, both included. */
  whole: (from: number, to: number) => number
  /** One of them. @throws {RangeError} where there is none */
  oneOf: <T>(items: readonly T[]) => T
}

/** The generator `mulberry32` of Tommy Ettinger (public domain). */
export const randomOf = (seed: number): Random => {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  return {
    seed,
    whole,
    oneOf: (items) => {
      const item = items[whole(0, items.length - 1)]
      if (item === undefined) throw new RangeError('There is nothing to choose from.')
      return item
    },
  }
}

export const newSeed = (): number => Math.floor(Math.random() * 2 ** 31)
