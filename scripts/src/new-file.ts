import { open, rename, rm } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import type { Command } from 'commander'

/**
 * Writes a file for the eyes of whoever runs this, under another name until it has reached the disk whole, so that nobody takes
 * a part for the whole.
 */
export const toNewFile = async <T>(file: string, command: Command, write: (to: Writable) => Promise<T>): Promise<T> => {
  const part = `${file}.part`
  const handle = await open(part, 'wx', 0o600).catch((error: NodeJS.ErrnoException) =>
    command.error(
      error.code === 'EEXIST'
        ? `error: ${part} is there already, of a file that is being made or broke off: remove it.`
        : `error: ${part} cannot be written (${error.code ?? error.message}).`,
    ),
  )
  try {
    const result = await write(handle.createWriteStream({ flush: true }))
    await rename(part, file)
    return result
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
