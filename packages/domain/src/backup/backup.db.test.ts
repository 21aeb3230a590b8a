/** A site backed up and brought back: every row of every table and every file, whatever database it goes to. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createClient, type Database, migrate, openDatabase, pendingMigrations } from '@cpr/db'
import { createOnServer, databaseKind, freshDatabase, ownDatabase } from '@cpr/db/testing'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { testServices } from '../../testing/index.ts'
import type { Ctx } from '../context.ts'
import { createEvents } from '../events/index.ts'
import { createDiskStore, type MediaStore, mediaKeysOf } from '../media/index.ts'
import { loadDump, parseDump } from '../transfer/index.ts'
import { restoreBackup, writeBackup } from './index.ts'

const migrationsFolder = fileURLToPath(new URL('migrations/', import.meta.resolve('@cpr/db')))

const folder = mkdtempSync(join(tmpdir(), 'cpr-backup-'))
let stores = 0
const newStore = (): MediaStore => {
  stores += 1
  return createDiskStore(join(folder, `media-${stores}`))
}

type Site = {
  ctx: Ctx
  database: Pick<Database, 'pool' | 'kind' | 'migrate' | 'notifications'>
  close: () => Promise<void>
}

const site = (database: Database, media = newStore(), close = database.close): Site => ({
  ctx: { ...testServices, media, db: database.db, actor: { kind: 'system' }, address: null },
  database,
  close,
})

/** An installation that nobody has begun to use: without a table. */
const emptySite = async (kind: 'embedded' | 'server' = databaseKind): Promise<Site> => {
  if (kind === 'embedded') return site(await openDatabase({ template: inject('emptyTemplate') }))
  const made = await createOnServer()
  const database = await openDatabase({ url: made.url })
  return site(database, newStore(), async () => {
    await database.close()
    await made.drop()
  })
}

const collect = () => {
  const chunks: Buffer[] = []
  const to = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk)
      done()
    },
  })
  return { to, content: () => Buffer.concat(chunks) }
}

const backUp = async ({ ctx, database }: Site) => {
  const { to, content } = collect()
  const report = await writeBackup(ctx, { database, to })
  return { report, content: content() }
}

type Extra = { replace?: boolean; endSessions?: boolean }

const restore = ({ ctx, database }: Site, content: Buffer, extra: Extra = {}) =>
  restoreBackup(ctx, { database, open: () => inChunks(content), ...extra })

/** Of a size that fits nothing in it. */
const inChunks = (content: Buffer): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < content.length; at += 60_007) yield content.subarray(at, at + 60_007)
    })(),
  )

/** Every row of every table as PostgreSQL writes it, and where ids go on; without what tells of the restoring itself. */
const everything = async ({ database: { pool } }: Pick<Site, 'database'>) => {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  )
  const content: Record<string, string[]> = {}
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t ORDER BY 1`)
    content[name] = rows.map(({ row }) => row).filter((row) => !row.includes('backup.restore'))
  }
  const { rows: sequences } = await pool.query(
    `SELECT sequencename, last_value::text FROM pg_sequences WHERE schemaname = 'public'
     AND sequencename <> 'audit_entries_id_seq' ORDER BY 1`,
  )
  return { content, sequences }
}

const filesOf = async ({ media }: Pick<Ctx, 'media'>) => {
  const files: Record<string, string> = {}
  for await (const { key } of media.list())
    files[key] = (await buffer((await media.read(key))?.body as Readable)).toString('base64')
  return files
}

const nothing = async ({ ctx, database }: Site) => {
  expect(await filesOf(ctx)).toEqual({})
  expect((await everything({ database })).content).toEqual({})
}

let source: Site
let backup: Awaited<ReturnType<typeof backUp>>
let before: Awaited<ReturnType<typeof everything>>

const hard = `"quotes", commas\\backslashes\n\ttabs {braces} 🎺 ø \u2028 'apostrophes' NULL \\N`

beforeAll(async () => {
  source = site(await ownDatabase())
  const { ctx } = source
  const { db } = ctx
  await loadDump(ctx, parseDump(readFileSync(new URL('../transfer/test-data/world.json', import.meta.url), 'utf8')), {
    replace: true,
  })
  // What formats trip over: nulls of two kinds, characters of every kind, floats, microseconds, big numbers.
  const submission = await db.submission.findFirstOrThrow({})
  await db.submission.update({ where: { id: submission.id }, data: { content: hard } })
  const grade = await db.grade.findFirstOrThrow({ where: { submissionId: { not: null } } })
  await db.grade.update({ where: { id: grade.id }, data: { rhythm: 4.25, tone: null } })
  await source.database.pool.query(`UPDATE parts SET chord_scale_pattern = NULL WHERE id % 2 = 0`)
  await source.database.pool.query(`UPDATE users SET joined_at = '2024-02-29 23:59:59.123457+02', external_id = ''`)
  await db.auditEntry.create({
    data: { id: 9_007_199_254_740_993n, actorKind: 'system', action: 'x', subjectType: 'Site', data: { text: hard } },
  })
  await db.instrumentConfig.create({ data: { name: hard, settings: [hard, null, 1e-7, { deep: [0.1] }] } })
  await db.siteSetting.create({ data: { key: 'a secret', value: 'of this site' } })
  const user = await db.user.findFirstOrThrow({})
  const inputHash = new Uint8Array([0, 1, 127, 128, 255, 92])
  await db.idempotencyKey.create({
    data: { userId: user.id, verb: 'x', key: 'a key', inputHash, createdAt: new Date(0) },
  })
  await db.session.create({ data: { userId: user.id, tokenHash: 'ab'.repeat(32), expiresAt: new Date('2031-01-01') } })
  // Past one member of rows.
  const progress = await db.activityProgress.findFirstOrThrow({})
  await source.database.pool.query(
    `INSERT INTO activity_events (progress_id, step, operation, data)
     SELECT $1, 1, 'note ' || n, jsonb_build_object('padding', repeat('x', 500)) FROM generate_series(1, 9000) AS s (n)`,
    [progress.id],
  )
  for (const [index, key] of (await mediaKeysOf(ctx)).entries())
    await ctx.media.write(key, Readable.from([Buffer.alloc(100_003 * index, `file ${index} `)]), 'audio/wav')
  await ctx.media.write('nobody names me.wav', Readable.from([Buffer.from('x')]), 'audio/wav')

  backup = await backUp(source)
  before = await everything(source)
})

afterAll(async () => {
  await source.close()
  rmSync(folder, { recursive: true, force: true })
})

const sameAsSource = async ({ ctx, database }: Site) => {
  expect(await everything({ database })).toEqual(before)
  const { 'nobody names me.wav': _, ...files } = await filesOf(source.ctx)
  expect(await filesOf(ctx)).toEqual(files)
}

/** How often a running server of this site has heard that the library changed. */
const libraryHeard = async ({ database }: Pick<Site, 'database'>): Promise<() => number> => {
  const heard = vi.fn()
  const { subscribe, isHearing } = createEvents(database.notifications)
  subscribe('library', ({ kind }) => kind === 'changed' && heard())
  await vi.waitFor(() => expect(isHearing()).toBe(true), { timeout: 10_000 })
  return () => heard.mock.calls.length
}

describe('a backup', () => {
  // Each embedded database takes seconds to begin: what can be done in one is done in one.
  let target: Site
  beforeAll(async () => {
    target = await emptySite()
  })
  afterAll(() => target.close())

  it('restored into an empty installation brings every row, every id and every file', async () => {
    const report = await restore(target, backup.content)
    await sameAsSource(target)
    expect(report).toMatchObject({ rows: backup.report.rows, files: backup.report.files, missing: [], migrated: [] })
    expect(backup.report).toMatchObject({ bytes: backup.content.length, tables: Object.keys(before.content).length })
    expect(Object.values(before.content).flat().length).toBe(backup.report.rows)
    expect(await target.database.migrate()).toEqual([])
    // Ids go on where they were.
    const { id } = await target.ctx.db.user.create({ data: { username: 'the next', passwordHash: '!' } })
    const { rows } = await source.database.pool.query('SELECT max(id) + 1 AS next FROM users')
    expect(id).toBe(rows[0].next)
  })

  it('goes into what is not empty only where that is given up', async () => {
    const [, key = ''] = await mediaKeysOf(target.ctx)
    await target.ctx.media.write('old.wav', Readable.from([Buffer.from('old')]), 'audio/wav')
    await target.ctx.media.remove(key)
    await target.ctx.media.write(key, Readable.from([Buffer.alloc(100_003, 'damaged')]), 'audio/wav')
    const [old, oldFiles] = [await everything(target), await filesOf(target.ctx)]
    await expect(restore(target, backup.content)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/not empty.*--replace/),
    })
    expect(await everything(target)).toEqual(old)
    expect(await filesOf(target.ctx)).toEqual(oldFiles)
    const heard = await libraryHeard(target)
    await restore(target, backup.content, { replace: true })
    await sameAsSource(target)
    // With the rows, and never before they are there.
    await vi.waitFor(() => expect(heard()).toBeGreaterThan(0), { timeout: 10_000 })
  })

  it('can leave out who is signed in', async () => {
    await restore(target, backup.content, { replace: true, endSessions: true })
    expect(before.content.sessions).not.toEqual([])
    expect(await everything(target)).toMatchObject({ content: { ...before.content, sessions: [] } })
  })

  it('names the files that are nowhere to be found', async () => {
    const missing = (await mediaKeysOf(source.ctx)).slice(0, 1)
    const media: MediaStore = {
      ...source.ctx.media,
      read: async (key, range) => (missing.includes(key) ? null : source.ctx.media.read(key, range)),
    }
    const { report, content } = await backUp({ ...source, ctx: { ...source.ctx, media } })
    expect(report.missing).toEqual(missing)
    expect((await restore(target, content, { replace: true })).missing).toEqual(missing)
  })

  // The other kind is at hand where there is a server.
  if (databaseKind === 'server')
    it('of a server goes into the embedded database, and back', async () => {
      const embedded = await emptySite('embedded')
      await restore(embedded, backup.content)
      await sameAsSource(embedded)
      const { content } = await backUp(embedded)
      await embedded.close()
      await restore(target, content, { replace: true })
      // The trail of the embedded database has the restoring in it, and the second backup.
      const { audit_entries: _, ...rows } = before.content
      expect(await everything(target)).toMatchObject({ content: rows, sequences: before.sequences })
      expect(await filesOf(target.ctx)).toEqual(await filesOf(embedded.ctx))
    })

  it('that cannot be written fails, and keeps no connection', async () => {
    let room = 200_000
    const full = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        room -= chunk.length
        done(room < 0 ? Object.assign(new Error('no space'), { code: 'ENOSPC' }) : null)
      },
    })
    await expect(writeBackup(source.ctx, { database: source.database, to: full })).rejects.toThrow('no space')
    expect(await source.ctx.db.user.count()).toBeGreaterThan(0)
  })

  it('of an older version is restored as it was and brought up to date; of a newer one, refused', async () => {
    const fresh = await freshDatabase()
    const migrations = join(folder, 'older')
    for (const name of (await pendingMigrations(fresh.pool)).slice(0, -1))
      cpSync(join(migrationsFolder, name), join(migrations, name), { recursive: true })
    await migrate(fresh.pool, migrations)
    await fresh.pool.query(`INSERT INTO users (username, password_hash) VALUES ('from before', '!')`)
    const database = { pool: fresh.pool, kind: databaseKind } as const
    const backUpOlder = async () => {
      const { to, content } = collect()
      await writeBackup({ ...source.ctx, db: createClient(fresh.pool), media: newStore() }, { database, to })
      return content()
    }
    expect((await restore(target, await backUpOlder(), { replace: true })).migrated).toHaveLength(1)
    expect(await target.database.migrate()).toEqual([])
    const people = await target.ctx.db.user.findMany({ select: { username: true } })
    expect(people).toEqual([{ username: 'from before' }])

    await fresh.pool.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
       VALUES ('z', 'z', '29990101000000_later', now())`,
    )
    const now = await everything(target)
    await expect(restore(target, await backUpOlder(), { replace: true })).rejects.toThrow(
      /newer MusicCPR.*29990101000000_later.*install/,
    )
    expect(await everything(target)).toEqual(now)
    await fresh.close()
  })
})

describe('an empty installation', () => {
  let target: Site
  beforeAll(async () => {
    target = await emptySite()
  })
  afterAll(() => target.close())

  const refused = async (content: Buffer, why: RegExp) => {
    const error = await restore(target, content).then(
      () => new Error('it was restored'),
      (refusal) => refusal,
    )
    expect(error.message).toMatch(why)
    expect(error).toMatchObject({ code: 'conflict' })
  }

  it('takes no file that was cut off, and has nothing of it', async () => {
    const { length } = backup.content
    const cuts = [511, 512, 2000, length / 3, length / 2, length - 30_000, length - 2000]
    for (const at of cuts) await refused(backup.content.subarray(0, Math.floor(at)), /cut off|no backup of MusicCPR/)
    await refused(Buffer.alloc(0), /no backup of MusicCPR/)
    await nothing(target)
  })

  it('takes no file of which a bit differs, and has nothing of it', async () => {
    const { length } = backup.content
    for (let nth = 0; nth < 12; nth += 1) {
      const at = Math.floor(((nth + 0.37) * length) / 12)
      const spoilt = Buffer.from(backup.content)
      spoilt.writeUInt8(spoilt.readUInt8(at) ^ 4, at)
      await refused(spoilt, /^This backup cannot be restored: .*Nothing was changed\.$/)
    }
    await nothing(target)
  })

  it('takes nothing where there are files already', async () => {
    await target.ctx.media.write('old.wav', Readable.from([Buffer.from('old')]), 'audio/wav')
    await refused(backup.content, /old\.wav.*--replace/)
    await target.ctx.media.remove('old.wav')
    await nothing(target)
  })

  it('takes no file of another kind', async () => {
    await refused(Buffer.from('a,b,c\n'.repeat(1000)), /no backup of MusicCPR/)
    await nothing(target)
  })

  it('has nothing of a backup of which a file cannot be written', async () => {
    let files = 0
    const media: MediaStore = {
      ...target.ctx.media,
      write: async (key, body, type) => {
        files += 1
        if (files > 3) throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
        await target.ctx.media.write(key, body, type)
      },
    }
    await expect(restore({ ...target, ctx: { ...target.ctx, media } }, backup.content)).rejects.toThrow('no space')
    expect(files).toBe(4)
    await nothing(target)
  })
})
