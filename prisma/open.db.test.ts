import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, inject, it } from 'vitest'
import { wayTo } from '../test/testing/way.ts'
import { DatabaseSetupError } from './errors.ts'
import { listenOnServer } from './notifications.ts'
import { openDatabase } from './open.ts'
import { keepMemoryStatement } from './own-statements.ts'
import { databaseKind, serverUrl } from './testing/fresh.ts'
import { overhear } from './testing/overhear.ts'

if (databaseKind === 'server') {
  const refusalOf = async (change: (url: URL) => void): Promise<string> => {
    const url = new URL(serverUrl('postgres'))
    url.password = 'sesame'
    change(url)
    const error = await openDatabase({ url: url.href }).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(DatabaseSetupError)
    const { message, stack, cause } = error as DatabaseSetupError
    expect(`${message} ${stack} ${cause}`).not.toContain('sesame')
    return message
  }

  it('a database that does not exist is named, and how to make it', async () => {
    const message = await refusalOf((url) => {
      url.pathname = '/no_such_database'
    })
    expect(message).toMatch(
      /^PostgreSQL at [^ ]+:\d+ has no database "no_such_database": make it with "createdb no_such_database", or correct DATABASE_URL\.$/,
    )
  })

  it('a user whom the server does not know is named', async () => {
    const message = await refusalOf((url) => {
      url.username = 'nobody-of-that-name'
    })
    expect(message).toMatch(
      /^PostgreSQL at [^ ]+:\d+ refuses user nobody-of-that-name: correct the name and password in DATABASE_URL\.$/,
    )
  })

  it('a database opens, and closes every connection', async () => {
    const database = await openDatabase({ url: serverUrl('postgres') })
    expect(database.kind).toBe('server')
    expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await database.close()
    expect(database.pool.totalCount).toBe(0)
  })

  it('each connection lets the server keep its memory, once, before anybody has it', async () => {
    const sent: unknown[] = []
    const stop = overhear(({ text }) => sent.push(text))
    const database = await openDatabase({ url: serverUrl('postgres') })
    try {
      const [first, second] = [await database.pool.connect(), await database.pool.connect()]
      await Promise.all([first.query('SELECT 1'), second.query('SELECT 2')])
      for (const client of [first, second]) client.release()
      await database.pool.query('SELECT 3')
    } finally {
      stop()
      await database.close()
    }
    expect(sent[0]).toBe(keepMemoryStatement)
    expect(sent.filter((sql) => sql === keepMemoryStatement)).toHaveLength(2)
    expect(sent.slice(-3).every((sql) => sql !== keepMemoryStatement)).toBe(true)
  })
} else {
  it('a folder that is none is refused in one line, with what to do', async () => {
    await expect(openDatabase({ dataDir: import.meta.filename })).rejects.toThrow(
      `The data folder ${import.meta.filename} cannot be written (EEXIST): give this user the right to, or set DATA_DIR to another folder.`,
    )
  })

  it('a database opens, closes every connection, and opens again with what it held', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'cpr-data-'))
    const first = await openDatabase({ dataDir, template: inject('embeddedTemplate') })
    expect(first.kind).toBe('embedded')
    expect(await first.pending()).toEqual([])
    await first.db.composer.create({ data: { name: 'Holst' } })
    await first.close()
    expect(first.pool.totalCount).toBe(0)

    // A template is for an empty folder alone.
    const second = await openDatabase({ dataDir, template: inject('embeddedTemplate') })
    expect(await second.db.composer.findMany({ select: { name: true } })).toEqual([{ name: 'Holst' }])
    await second.close()
    rmSync(dataDir, { recursive: true })
  })
}

const awayMs = 7000
const soonMs = 5000

if (databaseKind === 'server')
  // Embedded, the one connection is never lost.
  it('hearing goes on within five seconds of the return of the server, however long it was away', {
    timeout: 30_000,
  }, async () => {
    const way = await wayTo(new URL(serverUrl('postgres')))
    const { listen, close } = listenOnServer(way.url)
    let heard = 0
    listen({
      heard: () => {},
      hearing: () => {
        heard += 1
      },
    })
    try {
      await expect.poll(() => heard, { timeout: soonMs }).toBe(1)
      await way.close()
      await sleep(awayMs)
      await way.open()
      await expect.poll(() => heard, { timeout: soonMs }).toBe(2)
    } finally {
      await close()
      await way.close()
    }
  })
