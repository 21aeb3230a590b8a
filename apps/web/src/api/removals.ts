import { client, queryClient } from './client.ts'

/** Brings back what was removed. Whatever is on show may be changed by it, and is looked at again. */
export const restore = async (removal: number): Promise<void> => {
  await client.removals.restore.mutate({ id: removal })
  await queryClient.invalidateQueries()
}

/** How to take back what was just removed; nothing where nothing was. */
export const undoOf = (removal: number | null): (() => Promise<void>) | undefined =>
  removal === null ? undefined : () => restore(removal)
