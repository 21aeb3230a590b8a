/** The lock among real processes. */
import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ContenderAnswer, ContenderOrder } from '../testing/lock-contender.ts'
import { releaseLock, takeLock } from './lock.ts'

/** Held by nobody: no system gives out so high an id. */
const DEAD = 999_999_999

let folder: string
let lock: string
let started: ChildProcess[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cpr-lock-'))
  lock = join(folder, 'lock')
  started = []
})
afterEach(() => {
  for (const child of started) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

const answerOf = async (child: ChildProcess): Promise<ContenderAnswer> => (await once(child, 'message'))[0]

const contender = async (...stops: number[]) => {
  const child = fork(join(import.meta.dirname, '../testing/lock-contender.ts'), stops.map(String), {
    execArgv: [],
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
  })
  started.push(child)
  await answerOf(child)
  const ask = (order: ContenderOrder): Promise<ContenderAnswer> => {
    const answer = answerOf(child)
    child.send(order)
    return answer
  }
  return {
    child,
    take: (waitMs = 0) => ask({ take: lock, waitMs }),
    release: () => ask({ release: lock }),
    /** Resolves where the process comes to a stop. */
    stopped: () => once(child.stdout as NonNullable<typeof child.stdout>, 'data'),
    proceed: () => child.stdin?.write('\n'),
  }
}

const heldBy = (name: string): void => {
  mkdirSync(lock)
  writeFileSync(join(lock, name), '')
}

const taken = { heldBy: null }

describe('a lock', () => {
  it('is refused while another process lives that holds it, and free when it gives it back', async () => {
    const other = await contender()
    expect(await other.take()).toEqual(taken)
    expect(await takeLock(lock, 0)).toMatchObject({ pid: other.child.pid })
    await other.release()
    expect(await takeLock(lock, 0)).toBeNull()
    expect(await other.take()).toEqual({ heldBy: process.pid })
  })

  it('is waited for while its holder ends', async () => {
    const other = await contender()
    await other.take()
    const waiting = takeLock(lock, 60_000)
    other.child.disconnect()
    expect(await waiting).toBeNull()
  })

  it('is taken over from a holder that was killed', async () => {
    const other = await contender()
    await other.take()
    other.child.kill('SIGKILL')
    await once(other.child, 'exit')
    expect(await takeLock(lock, 0)).toBeNull()
  })

  it('is given back by its holder alone, and leaves nothing in the folder', async () => {
    const other = await contender()
    await other.take()
    releaseLock(lock)
    expect(await takeLock(lock, 0)).toMatchObject({ pid: other.child.pid })
    await other.release()
    expect(readdirSync(folder)).toEqual([])
  })

  it('that holds something else is taken over', async () => {
    heldBy('.DS_Store')
    expect(await takeLock(lock, 0)).toBeNull()
  })

  // Elsewhere the system does not tell, and such a lock stays with the process id.
  if (process.platform === 'linux') {
    it('is taken over where the id of its holder has gone to another process', async () => {
      heldBy(`${process.ppid}-1-random`)
      expect(await takeLock(lock, 0)).toBeNull()
    })

    it('is taken over from a holder that ended and that nobody buried', async () => {
      // The shell's child ends when the shell has long turned into `sleep`, which never asks for it.
      const parent = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 600'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      started.push(parent)
      const pid = String((await once(parent.stdout, 'data'))[0]).trim()
      const state = () => execFileSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' })
      await expect.poll(state).toMatch(/^Z/)
      heldBy(`${pid}-unknown-random`)
      expect(await takeLock(lock, 0)).toBeNull()
    })
  }
})

describe('of several processes that want a stale lock', () => {
  it('exactly one of twenty gets it, each time', { timeout: 60_000 }, async () => {
    const contenders = await Promise.all(Array.from({ length: 20 }, () => contender()))
    for (let round = 0; round < 20; round += 1) {
      heldBy(`${DEAD}-1-random`)
      const answers = await Promise.all(contenders.map(({ take }) => take()))
      expect(answers.filter((answer) => JSON.stringify(answer) === JSON.stringify(taken))).toHaveLength(1)
      await Promise.all(contenders.map(({ release }) => release()))
      expect(readdirSync(folder)).toEqual([])
    }
  })

  // From the first look at the stale lock to having it, a process makes nine changes.
  const pairs = Array.from({ length: 9 }, (_, first) =>
    Array.from({ length: 9 - first }, (_, offset) => [first + 1, first + offset + 1] as const),
  ).flat()

  it('exactly one gets it, wherever one of them comes to a stop, twice', { timeout: 120_000 }, async () => {
    const [second, third] = [await contender(), await contender()]
    for (const stops of pairs) {
      heldBy(`${DEAD}-1-random`)
      const slow = await contender(...stops)
      const last = slow.take()
      const answers: ContenderAnswer[] = []
      for (const other of [second, third]) {
        await Promise.race([slow.stopped(), last])
        answers.push(await other.take())
        slow.proceed()
      }
      answers.push(await last)
      expect
        .soft(
          answers.filter((answer) => JSON.stringify(answer) === JSON.stringify(taken)),
          `stopped before its changes ${stops.join(' and ')}`,
        )
        .toHaveLength(1)
      for (const each of [slow, second, third]) await each.release()
      slow.child.disconnect()
    }
  })
})
