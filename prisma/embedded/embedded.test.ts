/** The embedded database as the process it is: folders, locks, and what is left of it when something dies. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { DatabaseSetupError } from '../errors.ts'
import { DatabasePool } from '../pool.ts'
import { isAlive } from './lock.ts'
import { type EmbeddedDatabase, type EmbeddedOptions, startEmbedded } from './start.ts'

let dataDir: string
let ends: (() => Promise<unknown>)[]
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cpr-data-'))
  ends = []
})
afterEach(async () => {
  for (const end of ends.toReversed()) await end()
  rmSync(dataDir, { recursive: true, force: true })
})

const start = async (options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedDatabase & { pool: DatabasePool }> => {
  const embedded = await startEmbedded({ dataDir, template: inject('emptyTemplate'), ...options })
  const pool = new DatabasePool(embedded.poolConfig)
  ends.push(embedded.close)
  return {
    ...embedded,
    pool,
    close: async () => {
      await pool.end()
      await embedded.close()
    },
  }
}

const refusalOf = async (options: EmbeddedOptions): Promise<string> => {
  const error = await startEmbedded(options).then(
    ({ close }) => close(),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(DatabaseSetupError)
  const { message } = error as DatabaseSetupError
  expect(message).not.toContain('\n')
  return message
}

const isRunning = (pid: number): boolean => isAlive({ pid, startedAt: null })

describe('a data folder', { timeout: 60_000 }, () => {
  it('is made, with those above it, for this user alone', async () => {
    const folder = join(dataDir, 'several/levels/down')
    await (await start({ dataDir: folder })).close()
    for (const made of [folder, join(dataDir, 'several')]) expect(statSync(made).mode & 0o777).toBe(0o700)
  })

  it('is refused while another process uses it, and opens afterwards with what it held', async () => {
    const first = await start()
    await first.pool.query(`CREATE TABLE tunes AS SELECT 'Hot Cross Buns' AS name`)
    expect(await refusalOf({ dataDir })).toBe(
      `The database in ${dataDir} is in use by another MusicCPR process (${first.pid}): stop that one first, or set DATA_DIR to another folder.`,
    )
    // The refusal has not disturbed it.
    await first.pool.query(`INSERT INTO tunes VALUES ('Au Claire de la Lune')`)
    await first.close()
    expect(isRunning(first.pid)).toBe(false)
    expect(readdirSync(dataDir)).toEqual(['db'])

    const second = await start()
    expect((await second.pool.query('SELECT count(*)::int AS count FROM tunes')).rows).toEqual([{ count: 2 }])
    await second.close()
  })

  it('opens for one of two that start at once', async () => {
    const outcomes = await Promise.allSettled([start(), start()])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('has every acknowledged row after its process was killed while writing', async () => {
    const first = await start()
    await first.pool.query('CREATE TABLE numbers (n int PRIMARY KEY)')
    let acknowledged = 0
    const enough = Promise.withResolvers<void>()
    const write = async (): Promise<void> => {
      for (let n = 1; ; n += 1) {
        await first.pool.query('INSERT INTO numbers VALUES ($1)', [n])
        acknowledged = n
        if (n === 300) enough.resolve()
      }
    }
    const writing = write().catch(() => {})
    await enough.promise
    process.kill(first.pid, 'SIGKILL')
    await writing
    expect(existsSync(join(dataDir, 'lock'))).toBe(true)

    const second = await start()
    const { rows } = await second.pool.query('SELECT n FROM numbers ORDER BY n')
    const kept = rows.map(({ n }) => n)
    expect(kept).toEqual(Array.from(kept, (_, index) => index + 1))
    expect(kept.length).toBeGreaterThanOrEqual(acknowledged)
    await second.close()
    await first.pool.end()
  })

  it('is free again after the death of the process that started its database', async () => {
    const owner = spawn(process.execPath, [join(import.meta.dirname, '../testing/embedded-owner.ts'), dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    ends.push(async () => owner.kill('SIGKILL'))
    const pid = Number((await once(owner.stdout, 'data'))[0])
    expect(isRunning(pid)).toBe(true)
    owner.kill('SIGKILL')
    await once(owner, 'exit')

    const next = await start()
    expect((await next.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await next.close()
    await expect.poll(() => isRunning(pid)).toBe(false)
  })
})

describe('a folder that cannot be used', { timeout: 60_000 }, () => {
  const advice = (folder: string, code: string): RegExp =>
    new RegExp(
      `^The data folder ${folder} cannot be written \\(${code}\\): give this user the right to, or set DATA_DIR to another folder\\.$`,
    )

  it('because it is a file is refused with what to do', async () => {
    const file = join(dataDir, 'file')
    writeFileSync(file, '')
    expect(await refusalOf({ dataDir: file })).toMatch(advice(file, 'EEXIST'))
    expect(await refusalOf({ dataDir: join(file, 'below') })).toMatch(advice(join(file, 'below'), 'ENOTDIR'))
  })

  // Where root may not write either.
  if (process.platform === 'linux')
    it('because the system does not let it be written is refused with what to do', async () => {
      expect(await refusalOf({ dataDir: '/proc/cpr' })).toMatch(advice('/proc/cpr', '[A-Z]+'))
      expect(await refusalOf({ dataDir: '/sys/cpr' })).toMatch(advice('/sys/cpr', '[A-Z]+'))
    })

  it('because its database is damaged is refused with what to do, and not left locked', async () => {
    await (await start()).close()
    truncateSync(join(dataDir, 'db/global/pg_control'), 100)
    expect(await refusalOf({ dataDir })).toMatch(
      /^The embedded database in .+ could not be opened \(.+\): restore it from a backup, or set DATA_DIR to another folder\.$/,
    )
    expect(readdirSync(dataDir)).toEqual(['db'])
  })

  it('because its template is none is refused, however many are at once', async () => {
    const template = join(dataDir, 'template.tar')
    writeFileSync(template, 'no tar')
    const folders = ['one', 'two', 'three', 'four'].map((name) => join(dataDir, name))
    for (const message of await Promise.all(folders.map((folder) => refusalOf({ dataDir: folder, template }))))
      expect(message).toMatch(/could not be opened \(.+\): restore it/)
  })
})

describe('a database that was killed', { timeout: 60_000 }, () => {
  it('tells so, and closes and refuses to be packed without taking this process along', async () => {
    const exit = Promise.withResolvers<string>()
    const embedded = await start({ onExit: exit.resolve })
    process.kill(embedded.pid, 'SIGKILL')
    // At once: before this process could have noticed.
    const packed = embedded.dump()
    const closed = embedded.close()
    await expect(packed).rejects.toBeInstanceOf(DatabaseSetupError)
    await closed
    await expect(embedded.dump()).rejects.toThrow('The embedded database could not be packed.')
  })

  it('says by what it ended, and one that was asked to end says nothing', async () => {
    const said: string[] = []
    const killed = await start({ onExit: (reason) => said.push(reason) })
    process.kill(killed.pid, 'SIGKILL')
    await expect.poll(() => said).toEqual(['SIGKILL'])
    const asked = await start({ onExit: (reason) => said.push(reason) })
    await asked.close()
    expect(said).toEqual(['SIGKILL'])
  })
})

it('a database in memory is packed, and unpacked into a folder', { timeout: 60_000 }, async () => {
  const inMemory = await startEmbedded({ template: inject('emptyTemplate') })
  ends.push(inMemory.close)
  const pool = new DatabasePool(inMemory.poolConfig)
  await pool.query('CREATE TABLE packed AS SELECT 42 AS n')
  const template = join(dataDir, 'packed.tar')
  writeFileSync(template, await inMemory.dump())
  await pool.end()

  mkdirSync(join(dataDir, 'unpacked'))
  const unpacked = await start({ dataDir: join(dataDir, 'unpacked'), template })
  expect((await unpacked.pool.query('SELECT n FROM packed')).rows).toEqual([{ n: 42 }])
  await unpacked.close()
})
