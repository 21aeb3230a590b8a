/**
 * A process that takes the lock of embedded/lock.ts and gives it back when told to. Each number it is started with is a
 * change to the disk, counted from 1, before which it comes to a stop while taking it, as on a busy machine: it prints a
 * line, and stands still until it can read one.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const stops = new Set(process.argv.slice(2).map(Number))
let changes = 0

for (const name of ['linkSync', 'mkdtempSync', 'renameSync', 'rmdirSync', 'rmSync', 'writeFileSync'] as const) {
  const change = fs[name] as (...args: unknown[]) => unknown
  Object.assign(fs, {
    [name]: (...args: unknown[]) => {
      changes += 1
      if (stops.has(changes)) {
        fs.writeSync(1, 'stopped\n')
        fs.readSync(0, Buffer.alloc(1))
      }
      return change(...args)
    },
  })
}
syncBuiltinESMExports()

// Imported once the file system is prepared for it.
const { takeLock, releaseLock } = await import('../embedded/lock.ts')

export type ContenderOrder = { take: string; waitMs: number } | { release: string }
export type ContenderAnswer = { heldBy: number | null } | 'ready' | 'released'

const answer = (message: ContenderAnswer): void => {
  process.send?.(message)
}
process.on('message', async (order: ContenderOrder) => {
  if ('take' in order) {
    const holder = await takeLock(order.take, order.waitMs)
    stops.clear()
    answer({ heldBy: holder?.pid ?? null })
  } else {
    releaseLock(order.release)
    answer('released')
  }
})
process.on('disconnect', () => process.exit(0))
answer('ready')
