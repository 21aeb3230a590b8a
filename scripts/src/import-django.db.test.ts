/** `cpr import-django` as the administrator sees it: real processes, on a database of their own. */
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, openDatabase } from '@cpr/domain'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  cpr,
  type Ended,
  endPrograms,
  type FreshDatabase,
  freshDatabase,
  freshFolder,
  onPostgres,
  removeFolder,
  start,
  startServer,
  stop,
} from '../../test/testing/processes.ts'

const patience = 120_000

type Dump = { model: string; pk: unknown; fields: Record<string, unknown> }[]

const world = (): Dump =>
  JSON.parse(readFileSync(new URL('../../packages/domain/src/transfer/test-data/world.json', import.meta.url), 'utf8'))

let folder: string
let database: FreshDatabase
/** A data folder beside the database, for media. */
let env: Record<string, string>

const fileOf = (name: string, rows: Dump): string => {
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify(rows))
  return file
}

const run = (...args: string[]): Promise<Ended> => cpr(['import-django', ...args], env)

const inDatabase = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
  const opened = await openDatabase({ url: env.DATABASE_URL, dataDir: env.DATA_DIR })
  try {
    return await work(opened)
  } finally {
    await opened.close()
  }
}

beforeAll(async () => {
  folder = freshFolder()
  database = await freshDatabase()
  env = { DATA_DIR: join(folder, 'data'), ...database.env }
})

afterEach(endPrograms)
afterAll(async () => {
  await database.drop()
  removeFolder(folder)
})

describe('import-django', () => {
  it('rehearses, imports, and finds nothing to do the second time', { timeout: patience }, async () => {
    await cpr(['migrate'], env)
    const source = fileOf('world.json', world())
    const rehearsed = await run(source, '--dry-run')
    expect(rehearsed).toMatchObject({ status: 0 })
    expect(rehearsed.stdout).toMatch(/^SOURCE +READ +INTO/)
    expect(rehearsed.stdout).toMatch(/^users_user +16 +users +16/m)
    expect(rehearsed.stdout).toMatch(/No differences\.\n\nA rehearsal: nothing was written\.\n$/)
    // No terminal, so plain lines, one for each table.
    expect(rehearsed.stderr).toMatch(/^users_user: 16 of 16\n/m)
    expect(rehearsed.stderr.match(/^verifying: .*$/gm)).toHaveLength(1)
    expect(await inDatabase(({ db }) => db.user.count())).toBe(0)

    const imported = await run(source, '--json')
    expect(imported).toMatchObject({ status: 0, stderr: '' })
    expect(JSON.parse(imported.stdout)).toMatchObject({
      outcome: 'imported',
      findings: [],
      verification: { submissions: 5 },
    })
    expect((await run(source)).stdout).toMatch(/holds the same import already: nothing was written\.\n$/)
  })

  it('copies media, and says which nobody has', { timeout: patience }, async () => {
    const files = join(folder, 'django-media')
    mkdirSync(files)
    writeFileSync(join(files, 'first.mp3'), 'sound')
    const { status, stdout } = await run(join(folder, 'world.json'), '--media', files)
    expect(status).toBe(0)
    expect(stdout).toMatch(/Of 10 files that rows name 1 were copied, 0 were there already\.\nNobody has 9:\n/)
    expect(readFileSync(join(env.DATA_DIR as string, 'media/first.mp3'), 'utf8')).toBe('sound')
    const attachment = await inDatabase(({ db }) => db.submissionAttachment.findUnique({ where: { id: 1 } }))
    expect(attachment).toMatchObject({ sizeBytes: 5n, contentType: 'audio/mpeg' })
  })

  it.each([
    ['no/such/file.json', 1, /cannot be read \(ENOENT\)/],
    [
      'postgres://nobody:secret@127.0.0.1:1/django',
      3,
      /^Nothing answers at 127\.0\.0\.1:1.*the address of the source\.$/m,
    ],
  ])('refuses %s', { timeout: patience }, async (source, status, reason) => {
    const refused = await run(source)
    expect(refused).toMatchObject({ status, stdout: '', stderr: expect.stringMatching(reason) })
    expect(refused.stderr).not.toContain('secret')
  })

  // The same on either database, and quicker on this one.
  if (onPostgres) {
    it('ends with status 1 and writes nothing where something is missing afterwards', {
      timeout: patience,
    }, async () => {
      const rows = world()
      for (const { model, fields } of rows) if (model === 'submissions.submission') fields.enrollment = 99
      const source = fileOf('orphans.json', rows)
      const refused = await run(source, '--replace')
      expect(refused.status).toBe(1)
      expect(refused.stdout).toMatch(/submission 5: missing\n/)
      expect(refused.stdout).toMatch(/Nothing was written\.\n$/)
      expect(await inDatabase(({ db }) => db.submission.count())).toBe(5)

      const accepted = await run(source, '--replace', '--accept-differences')
      expect(accepted.status).toBe(0)
      expect(await inDatabase(({ db }) => db.submission.count())).toBe(0)
      expect(existsSync(join(env.DATA_DIR as string, 'media/first.mp3'))).toBe(false)
    })

    it('refuses a PostgreSQL database that is not of the Django backend', { timeout: patience }, async () => {
      const refused = await run(env.DATABASE_URL as string)
      expect(refused).toMatchObject({ status: 1, stderr: expect.stringMatching(/no database of the Django backend/) })
    })

    it('resets a server that runs on the same database', { timeout: patience }, async () => {
      const server = await startServer({ ...env, SEED_DEMO: 'no' })
      expect((await run(join(folder, 'world.json'), '--replace')).status).toBe(0)
      const answer = await fetch(`${server.address}/trpc/auth.signIn`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'student10', password: 'pass-student10' }),
      })
      expect(answer.status).toBe(200)
      expect((await stop(server)).status).toBe(0)
    })

    it('leaves the database as it was where it is killed half way', { timeout: patience }, async () => {
      // Enough work that the end is still some way off.
      const rows = world()
      const fields = rows.find(({ model }) => model === 'submissions.submission')?.fields
      for (let pk = 1000; pk < 9000; pk += 1) {
        rows.push({
          model: 'submissions.submission',
          pk,
          fields: { ...fields, grade: null, self_grade: null, content: 'x' },
        })
      }
      const source = fileOf('many.json', rows)
      const content = () =>
        inDatabase(async ({ pool }) => {
          const tables = ['users', 'submissions', 'grades', 'activity_events', 'audit_entries', 'sessions']
          const all = []
          for (const table of tables) all.push((await pool.query(`SELECT * FROM ${table} ORDER BY id`)).rows)
          const sequences = await pool.query('SELECT sequencename, last_value FROM pg_sequences ORDER BY sequencename')
          return [...all, sequences.rows]
        })
      const before = await content()
      for (const moment of [/^submissions_grade: /m, /^verifying: /m]) {
        const program = start('scripts/cpr.js', ['import-django', source, '--replace'], env)
        let said = ''
        program.child.stderr?.on('data', (chunk) => {
          said += chunk
          if (moment.test(said)) program.child.kill('SIGKILL')
        })
        await once(program.child, 'exit')
        const { signal } = await program.ended
        expect({ signal, moment: moment.test(said) }).toEqual({ signal: 'SIGKILL', moment: true })
        expect(await content()).toEqual(before)
      }
      // And it can be done afterwards.
      expect((await run(source, '--replace')).status).toBe(0)
      expect(await inDatabase(({ db }) => db.submission.count())).toBe(8005)
    })
  }
})
