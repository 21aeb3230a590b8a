/** Backing up, restoring, checking files and looking after people's data, as the person who types it sees it. */
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { auth, bareServices, media, openDatabase, systemContext } from '@cpr/domain'
import { extract } from 'tar-stream'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  cpr,
  type Ended,
  endPrograms,
  type FreshDatabase,
  freshDatabase,
  freshFolder,
  removeFolder,
} from '../../test/testing/processes.ts'

const patience = 240_000

type Site = { database: FreshDatabase; env: Record<string, string> }

const folder = freshFolder()
const backup = join(folder, 'site.tar')
const sites: Site[] = []
let first: Site
let second: Site
let made: Ended

const newSite = async (): Promise<Site> => {
  const database = await freshDatabase()
  const env = { DATA_DIR: join(folder, `data-${sites.length}`), ...database.env }
  sites.push({ database, env })
  return { database, env }
}

const inSite = async <T>({ env }: Site, work: (ctx: ReturnType<typeof systemContext>) => Promise<T>): Promise<T> => {
  const database = await openDatabase({ url: env.DATABASE_URL, dataDir: env.DATA_DIR })
  const store = media.openMedia({ s3: null, dataDir: env.DATA_DIR as string })
  try {
    return await work(systemContext(database.db, { ...bareServices, media: store }))
  } finally {
    await database.close()
  }
}

/** What a site holds, as far as its people and their work go. */
const contentOf = (site: Site) =>
  inSite(site, async ({ db, media: store }) => {
    const files: Record<string, string> = {}
    for await (const { key } of store.list()) files[key] = await media.sha256Of(store, key)
    return {
      files,
      users: await db.user.findMany({ orderBy: { id: 'asc' }, omit: { passwordHash: false } }),
      submissions: await db.submission.findMany({
        orderBy: { id: 'asc' },
        include: { attachments: true, grades: true },
      }),
    }
  })

beforeAll(async () => {
  ;[first, second] = [await newSite(), await newSite()]
  await cpr(['seed', 'demo'], first.env)
  await inSite(first, async ({ db, media: store }) => {
    const submission = await db.submission.findFirstOrThrow({ where: { enrollment: { user: { username: 'ava' } } } })
    for (const name of ['ava one.wav', 'ava two.wav']) {
      await store.write(name, Readable.from([Buffer.alloc(200_000, name)]), 'audio/wav')
      await db.submissionAttachment.create({ data: { submissionId: submission.id, file: name, sizeBytes: 200_000 } })
    }
  })
  made = await cpr(['backup', backup], first.env)
}, patience)

afterEach(endPrograms)
afterAll(async () => {
  for (const { database } of sites) await database.drop()
  removeFolder(folder)
})

describe('backup', () => {
  it('writes one file for its owner alone, and says what is in it', () => {
    expect(made.status).toBe(0)
    expect(made.stdout).toMatch(/^Wrote \d+ rows of \d+ tables and 2 files to \S+site\.tar, \d+\.\d MB\.\n$/)
    expect(made.stderr).toMatch(/^users: 14 of 14$/m)
    expect(made.stderr).toMatch(/^media files: 2 of 2$/m)
    expect(readdirSync(folder).filter((name) => name.startsWith('site'))).toEqual(['site.tar'])
    expect(statSync(backup).mode & 0o777).toBe(0o600)
  })

  it('writes over nothing', { timeout: patience }, async () => {
    const before = readFileSync(backup)
    const { status, stderr } = await cpr(['backup', backup], first.env)
    expect(status).toBe(2)
    expect(stderr).toMatch(/^error: \S+site\.tar is there already: name another file\.\n/)
    expect(readFileSync(backup).equals(before)).toBe(true)
    const nowhere = await cpr(['backup', join(folder, 'no', 'where.tar'), '--json'], first.env)
    expect([nowhere.status, nowhere.stdout]).toEqual([2, ''])
    expect(JSON.parse(nowhere.stderr).error.message).toMatch(/where\.tar\.part cannot be written \(ENOENT\)/)
  })
})

describe('restore-backup', () => {
  it('refuses a file that was cut off, and leaves an empty installation empty', { timeout: patience }, async () => {
    const short = join(folder, 'short.tar')
    writeFileSync(short, readFileSync(backup).subarray(0, 300_000))
    const { status, stdout, stderr } = await cpr(['restore-backup', short], second.env)
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toBe('This backup cannot be restored: it was cut off. Nothing was changed.\n')
    const nowhere = await cpr(['restore-backup', join(folder, 'nowhere.tar')], second.env)
    expect(nowhere.status).toBe(2)
    expect(nowhere.stderr).toMatch(/nowhere\.tar cannot be read \(ENOENT\)/)
  })

  it('brings the whole site back, once', { timeout: patience }, async () => {
    const { status, stdout, stderr } = await cpr(['restore-backup', backup], second.env)
    expect(status).toBe(0)
    expect(stdout).toMatch(/^Restored \d+ rows and 2 files of \d{4}-\d\d-\d\dT\S+Z\.\n$/)
    expect(stderr).toMatch(/^submissions: \d+ of \d+$/m)
    const content = await contentOf(second)
    expect(content).toEqual(await contentOf(first))
    expect(Object.keys(content.files)).toHaveLength(2)

    const again = await cpr(['restore-backup', backup, '--json'], second.env)
    expect([again.status, again.stdout]).toEqual([1, ''])
    expect(JSON.parse(again.stderr).error).toMatchObject({ code: 'conflict', message: /not empty.*--replace/ })
    const replaced = await cpr(['restore-backup', backup, '--replace', '--json'], second.env)
    expect(JSON.parse(replaced.stdout)).toMatchObject({ files: 2, missing: [], migrated: [] })
    expect(await contentOf(second)).toEqual(await contentOf(first))
  })
})

describe('media check', () => {
  const file = (...parts: string[]): string => join(first.env.DATA_DIR as string, 'media', ...parts)

  it('says what nobody needs, removes it when told, and fails where a row misses its file', {
    timeout: patience,
  }, async () => {
    const check = async (...args: string[]) => cpr(['media', 'check', ...args], first.env)
    writeFileSync(file('orphan.wav'), 'orphan')
    utimesSync(file('orphan.wav'), new Date('2020-01-01'), new Date('2020-01-01'))
    const found = await check()
    expect(found).toMatchObject({ status: 0, stderr: '' })
    expect(found.stdout).toMatch(/^no row names it: orphan\.wav \(6 bytes\)\n/)
    expect(found.stdout).toMatch(/\n1 files \(0\.0 MB\) are needed by nobody: --remove removes them\.\n$/)
    expect((await check('--remove')).stdout).toMatch(/\nRemoved 1 files that nobody needs\.\n$/)
    expect(readdirSync(file()).sort()).toEqual(['.incoming', 'ava one.wav', 'ava two.wav'])

    writeFileSync(file('ava two.wav'), 'short')
    const { status, stdout } = await check('--json')
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      orphans: [],
      missing: [],
      differing: [{ key: 'ava two.wav', expected: 200_000, found: 5 }],
    })
    writeFileSync(file('ava two.wav'), Buffer.alloc(200_000, 'ava two.wav'))
  })
})

describe('user export, user erase and retention', () => {
  const membersOf = async (path: string): Promise<Map<string, string>> => {
    const members = new Map<string, string>()
    const tar = extract()
    tar.end(readFileSync(path))
    for await (const entry of tar) {
      let content = ''
      for await (const chunk of entry) content += chunk
      members.set(entry.header.name, content)
    }
    return members
  }

  it('hand a person out as JSON with their files, and take them out', { timeout: patience }, async () => {
    const path = join(folder, 'ava.tar')
    const exported = await cpr(['user', 'export', 'ava', path], second.env)
    expect(exported).toMatchObject({ status: 0, stderr: '' })
    expect(exported.stdout).toMatch(/^Wrote everything about ava with 2 files to \S+ava\.tar, 0\.\d MB\.\n$/)
    const members = await membersOf(path)
    expect([...members.keys()]).toEqual(['person.json', 'files/ava one.wav', 'files/ava two.wav', 'manifest.json'])
    const person = JSON.parse(members.get('person.json') ?? '')
    expect(person).toMatchObject({ account: { username: 'ava' }, enrollments: [{ course: { slug: 'demo-band' } }] })

    const careful = await cpr(['user', 'erase', 'ava'], second.env)
    expect(careful.status).toBe(2)
    expect(careful.stderr).toMatch(/^error: erasing ava cannot be undone: add --yes\.\n/)
    const { status, stdout } = await cpr(['user', 'erase', 'ava', '--yes', '--json'], second.env)
    expect(status).toBe(0)
    const { id } = person.account
    expect(JSON.parse(stdout)).toEqual({
      id,
      pseudonym: `erased-${id}`,
      recordings: { removed: 2, renamed: 0 },
      left: [],
    })
    const content = await contentOf(second)
    expect(content.files).toEqual({})
    expect(JSON.stringify(content)).not.toContain(person.account.name)
    expect((await cpr(['user', 'erase', 'admin', '--yes'], second.env)).stderr).toBe(
      'admin is the last administrator: make somebody else one first.\n',
    )
  })

  it('keep nothing past the days that are set, when told', { timeout: patience }, async () => {
    await inSite(second, async (ctx) => {
      const { db } = ctx
      await db.user.update({ where: { username: 'teacher' }, data: { passwordHash: await auth.hashPassword('sunny') } })
      await auth.signIn(ctx, { username: 'teacher', password: 'sunny' })
      await db.session.updateMany({ data: { expiresAt: new Date(Date.now() - 8 * 24 * 3600 * 1000) } })
    })
    const env = { ...second.env, RETAIN_SESSION_DAYS: '7' }
    const left = await cpr(['retention', 'apply'], second.env)
    expect(left.stdout).toMatch(/sessions 0,.*Nothing was removed/)
    const dry = await cpr(['retention', 'apply'], env)
    expect(dry).toMatchObject({ status: 0, stdout: expect.stringMatching(/sessions 1,.*Nothing was removed/) })
    const { stdout } = await cpr(['retention', 'apply', '--apply', '--json'], env)
    expect(JSON.parse(stdout)).toMatchObject({ applied: true, sessions: 1, auditEntries: 0 })
    expect(await inSite(second, ({ db }) => db.session.count())).toBe(0)
    const wrong = await cpr(['retention', 'apply'], { ...env, RETAIN_AUDIT_DAYS: 'forever' })
    expect([wrong.status, wrong.stdout]).toEqual([2, ''])
    expect(wrong.stderr).toMatch(/it takes a number of days, from 1[\s\S]*RETAIN_AUDIT_DAYS/)
  })
})
