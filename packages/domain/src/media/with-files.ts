import type { Ctx } from '../context.ts'

/**
 * Runs `write`, in which rows come to name files that are in the store already. It calls `named` when they do, as the last thing
 * of its transaction: where it does not come so far, the files go. Where it did and fails all the same, the database was lost
 * while it committed, and nobody can tell whether the rows are there: the files stay, since a row without its file is a loss,
 * and a file without a row is found by the next check.
 * @param keys those of the files, read when `write` is over
 */
export const withFiles = async <T>(
  { media }: Pick<Ctx, 'media'>,
  keys: Iterable<string>,
  write: (named: () => void) => Promise<T>,
): Promise<T> => {
  let areNamed = false
  try {
    return await write(() => {
      areNamed = true
    })
  } finally {
    if (!areNamed) for (const key of keys) await media.remove(key)
  }
}
