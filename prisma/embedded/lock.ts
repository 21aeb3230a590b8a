/**
 * One process per database folder: nothing in PGlite guards it, and two processes on one folder lose rows silently.
 *
 * The lock is a folder with one file in it, whose name says who holds it: the process id, the time that process started
 * where the system tells it (an id alone may have gone to somebody else since a crash), and something random. The folder
 * is made elsewhere and renamed into place, which succeeds for one process, and only where there is no lock or an empty
 * one. A dead holder's file is removed by its name, so that nobody, however late he acts on what he saw, removes a living
 * holder's.
 */
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export type LockHolder = { pid: number; startedAt: string | null }

/** What Linux's /proc tells of a process: one letter for its state, and when it began in clock ticks since boot. */
const processStat = (pid: number): { state?: string | undefined; startedAt: string | null } => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field, the command's name, may hold spaces and brackets: count from behind the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0], startedAt: fields[19] ?? null }
  } catch {
    return { startedAt: null }
  }
}

export const isAlive = ({ pid, startedAt }: LockHolder): boolean => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: there is such a process, of another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const now = processStat(pid)
  // Z: it ended, and its parent has not asked how; in a container without an init nobody may ever ask.
  if (now.state === 'Z') return false
  return startedAt === null || now.startedAt === null || now.startedAt === startedAt
}

const fileName = ({ pid, startedAt }: LockHolder, random: string): string =>
  `${pid}-${startedAt ?? 'unknown'}-${random}`

const holderIn = (name: string): LockHolder | null => {
  const [, pid, startedAt] = /^(\d+)-(\d+|unknown)-/.exec(name) ?? []
  return pid && startedAt ? { pid: Number(pid), startedAt: startedAt === 'unknown' ? null : startedAt } : null
}

/** Names of the files in the lock: one while it is held, none while it is not. */
const filesIn = (lock: string): string[] => {
  try {
    return readdirSync(lock)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

const tryTake = (lock: string): boolean => {
  const draft = mkdtempSync(`${lock}.`)
  const me = { pid: process.pid, startedAt: processStat(process.pid).startedAt }
  writeFileSync(join(draft, fileName(me, draft.slice(-6))), '')
  try {
    renameSync(draft, lock)
    return true
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    const { code = '' } = error as NodeJS.ErrnoException
    // Windows refuses every folder that exists, with EPERM.
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32')) return false
    throw error
  }
}

const removeEmpty = (lock: string): void => {
  try {
    rmdirSync(lock)
  } catch {
    // Somebody took it, or removed it, in between.
  }
}

/**
 * Takes the lock for this process, waiting up to `waitMs` for a holder that is just ending.
 * @returns null when taken, else who holds it
 */
export const takeLock = async (lock: string, waitMs: number): Promise<LockHolder | null> => {
  const until = Date.now() + waitMs
  while (!tryTake(lock)) {
    for (const name of filesIn(lock)) {
      const holder = holderIn(name)
      if (!holder || !isAlive(holder)) rmSync(join(lock, name), { force: true })
      else if (Date.now() >= until) return holder
      else await sleep(100)
    }
    removeEmpty(lock)
  }
  return null
}

/** Gives the lock back, where this process holds it. */
export const releaseLock = (lock: string): void => {
  const { startedAt } = processStat(process.pid)
  for (const name of filesIn(lock)) {
    const holder = holderIn(name)
    if (holder?.pid === process.pid && holder.startedAt === startedAt) rmSync(join(lock, name), { force: true })
  }
  removeEmpty(lock)
}
